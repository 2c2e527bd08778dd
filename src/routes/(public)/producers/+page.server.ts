import { communesUnder, pathOf } from '#domain/areas/queries';
import { listProducers, readProducerCursor } from '#domain/producers/queries';
import { ProducerListFilter } from '#domain/producers/schema';
import { listBy } from '#ui/list.ts';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const list = await listBy(event, ProducerListFilter, async ({ area, after, ...filter }) => {
    const found = await listProducers(ctx, {
      ...filter,
      area: area && ((await pathOf(ctx, area)) ?? 'none'),
      after: after ? readProducerCursor(after) : null,
    });
    cacheable(event, ['producers'], Object.keys(ProducerListFilter.shape));
    return found;
  });
  return { ...list, communes: communes.map(({ id, name }) => ({ value: id, label: name })) };
};
