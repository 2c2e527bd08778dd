import { communesUnder, pathOf } from '#domain/areas/queries';
import { listProducts } from '#domain/products/office';
import { OfficeFilter } from '#domain/products/schema';
import { listBy } from '#ui/list.ts';
import { ownCommune } from '../own.ts';
import { setChoices } from './sets.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const own = ownCommune(ctx, communes);
  const list = await listBy(
    event,
    OfficeFilter,
    async (filter) => ({
      ...(await listProducts(ctx, { ...filter, area: filter.area && ((await pathOf(ctx, filter.area)) ?? 'none') })),
      page: filter.page,
    }),
    own ? { area: own.id } : {},
  );
  return {
    ...list,
    own: own && { id: own.id, name: own.name },
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
    sets: setChoices(ctx.locale),
  };
};
