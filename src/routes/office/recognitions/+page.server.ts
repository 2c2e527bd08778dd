import { communesUnder, pathOf } from '#domain/areas/queries';
import { listRecognitions } from '#domain/products/queries';
import { RecognitionFilter } from '#domain/products/schema';
import { listBy } from '#ui/list.ts';
import { ownCommune } from '../own.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const own = ownCommune(ctx, communes);
  const list = await listBy(
    event,
    RecognitionFilter,
    async ({ area, before, ...filter }) => ({
      ...(await listRecognitions(ctx, {
        ...filter,
        endsBefore: before,
        area: area && ((await pathOf(ctx, area)) ?? 'none'),
        limit: 30,
      })),
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
