import { communesUnder, pathOf } from '#domain/areas/queries';
import { ListFilter } from '#domain/products/schema';
import { searchProducts } from '#domain/products/search';
import { decision } from '#domain/criteria/sheets';
import { AppError } from '#kernel/errors';
import { parse } from '#kernel/fields';
import { issueSentences } from '#kernel/sentences';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const typed = Object.fromEntries(event.url.searchParams);
  const { area } = ctx.runtime.config;
  const [communes, sets] = [
    await communesUnder(ctx, [area]),
    decision.sets.map(({ no, name }) => ({ value: no, label: `${no}. ${name[ctx.locale]}` })),
  ];
  const choices = { communes: communes.map(({ id, name }) => ({ value: id, label: name })), sets };
  try {
    const filter = parse(ListFilter, typed);
    const found = await searchProducts(ctx, {
      ...filter,
      area: filter.area && ((await pathOf(ctx, filter.area)) ?? 'none'),
    });
    cacheable(event, 'products');
    return { ...choices, typed, found, issues: {} as Record<string, string> };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...choices, typed, found: null, issues: issueSentences(error, ctx.locale) };
  }
};
