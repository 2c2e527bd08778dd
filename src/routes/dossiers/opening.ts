import { openingsOf } from '#domain/grading/dossiers/opening';
import type { Ctx } from '#kernel/context';
import { day } from '#ui/format.ts';
import { said } from './words.ts';

const titled = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** What dossiers a product can have, in words. @throws AppError not_found */
export async function openingView(ctx: Ctx, product: string) {
  const { product: row, openings, open } = await openingsOf(ctx, product);
  const held = row.standing.stars ?? 0;
  return {
    product: { id: row.id, name: row.name, standing: row.standing },
    open,
    openings: openings.map(({ kind, bar, window }) => ({
      kind,
      name: said(ctx, `kind.${kind}`),
      title: titled(said(ctx, `kind.${kind}`)),
      bar: bar && said(ctx, `bar.${bar}`),
      window: window && said(ctx, 'window', { from: day(window.from, ctx.locale), to: day(window.to, ctx.locale) }),
      takes: said(ctx, `takes.${kind}`),
      stars: kind === 'upgrade' ? [3, 4, 5].filter((n) => n > held) : [],
    })),
  };
}
