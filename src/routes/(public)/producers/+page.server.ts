import { communesUnder, pathOf } from '#domain/areas/queries';
import { listProducers, readProducerCursor } from '#domain/producers/queries';
import { ProducerListFilter } from '#domain/producers/schema';
import { AppError } from '#kernel/errors';
import { parse } from '#kernel/fields';
import { issueSentences } from '#kernel/sentences';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const typed = Object.fromEntries(event.url.searchParams);
  const communes = (await communesUnder(ctx, [ctx.runtime.config.area])).map(({ id, name }) => ({
    value: id,
    label: name,
  }));
  try {
    const { area, after, ...filter } = parse(ProducerListFilter, typed);
    const found = await listProducers(ctx, {
      ...filter,
      area: area && ((await pathOf(ctx, area)) ?? 'none'),
      after: after ? readProducerCursor(after) : null,
    });
    cacheable(event, 'producers');
    return { communes, typed, found, issues: {} as Record<string, string> };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { communes, typed, found: null, issues: issueSentences(error, ctx.locale) };
  }
};
