import { communesUnder, pathOf } from '#domain/areas/queries';
import { listProducts } from '#domain/products/office';
import { OfficeFilter } from '#domain/products/schema';
import { listBy } from '#ui/list.ts';
import { setChoices } from './sets.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const list = await listBy(event, OfficeFilter, async (filter) => ({
    ...(await listProducts(ctx, { ...filter, area: filter.area && ((await pathOf(ctx, filter.area)) ?? 'none') })),
    page: filter.page,
  }));
  return {
    ...list,
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
    sets: setChoices(ctx.locale),
  };
};
