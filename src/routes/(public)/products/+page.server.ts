import { communesUnder, pathOf } from '#domain/areas/queries';
import { decision } from '#domain/criteria/sheets';
import { ListFilter } from '#domain/products/schema';
import { searchProducts } from '#domain/products/search';
import { tagsOfList } from '#domain/products/shown';
import { listBy } from '#ui/list.ts';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const list = await listBy(event, ListFilter, async (filter) => {
    const area = filter.area && ((await pathOf(ctx, filter.area)) ?? 'none');
    const found = await searchProducts(ctx, { ...filter, area });
    cacheable(event, tagsOfList({ ...filter, area }, found), Object.keys(ListFilter.shape));
    return found;
  });
  return {
    ...list,
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
    sets: decision.sets.map(({ no, name }) => ({ value: no, label: `${no}. ${name[ctx.locale]}` })),
  };
};
