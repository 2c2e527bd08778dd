import { communesUnder, pathOf } from '#domain/areas/queries';
import { listProducers } from '#domain/producers/queries';
import { OfficeFilter } from '#domain/producers/schema';
import { listBy } from '#ui/list.ts';
import { ownCommune } from '../own.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const own = ownCommune(ctx, communes);
  const list = await listBy(
    event,
    OfficeFilter,
    async ({ area, ...filter }) => ({
      ...(await listProducers(ctx, { ...filter, area: area && ((await pathOf(ctx, area)) ?? 'none'), limit: 30 })),
      page: filter.page,
    }),
    own ? { area: own.id } : {},
  );
  return {
    ...list,
    own: own && { id: own.id, name: own.name },
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
  };
};
