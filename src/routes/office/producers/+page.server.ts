import { communesUnder, pathOf } from '#domain/areas/queries';
import { listProducers } from '#domain/producers/queries';
import { OfficeFilter } from '#domain/producers/schema';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const list = await listBy(event, OfficeFilter, async ({ area, ...filter }) => ({
    ...(await listProducers(ctx, { ...filter, area: area && ((await pathOf(ctx, area)) ?? 'none'), limit: 30 })),
    page: filter.page,
  }));
  return { ...list, communes: communes.map(({ id, name }) => ({ value: id, label: name })) };
};
