import { communesUnder, pathOf } from '#domain/areas/queries';
import { canEditPaperTypes } from '#domain/papers/policy';
import { listPapers } from '#domain/papers/queries';
import { PaperFilter } from '#domain/papers/schema';
import { paperTypes } from '#domain/papers/types';
import { producerNames } from '#domain/producers/queries';
import { listBy } from '#ui/list.ts';
import { behalfMarks } from '../../behalf/marks.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const [communes, types] = await Promise.all([communesUnder(ctx, [ctx.runtime.config.area]), paperTypes(ctx)]);
  const list = await listBy(event, PaperFilter, async ({ area, ...filter }) => {
    const found = await listPapers(ctx, { ...filter, area: area && ((await pathOf(ctx, area)) ?? 'none') });
    const [owners, marks] = await Promise.all([
      producerNames(
        ctx,
        found.items.map(({ owner_id }) => owner_id),
      ),
      behalfMarks(
        ctx,
        found.items.map(({ id }) => id),
      ),
    ]);
    const items = found.items.map((row) => ({
      ...row,
      owner: owners[row.owner_id] ?? '',
      mark: marks[row.id] ?? null,
    }));
    return { items, hasNext: found.hasNext, page: filter.page };
  });
  return {
    ...list,
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
    types: types.map(({ code, name }) => ({ value: code, label: name })),
    editsTypes: canEditPaperTypes(ctx.actor),
  };
};
