import { communesUnder, pathOf } from '#domain/areas/queries';
import { listRecognitions } from '#domain/products/queries';
import { RecognitionFilter } from '#domain/products/schema';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const list = await listBy(event, RecognitionFilter, async ({ area, before, ...filter }) => ({
    ...(await listRecognitions(ctx, {
      ...filter,
      endsBefore: before,
      area: area && ((await pathOf(ctx, area)) ?? 'none'),
      limit: 30,
    })),
    page: filter.page,
  }));
  return { ...list, communes: communes.map(({ id, name }) => ({ value: id, label: name })) };
};
