import { communesUnder, pathOf } from '#domain/areas/queries';
import { watchBoard } from '#domain/grading/process/board';
import { canSeeProcess } from '#domain/grading/process/policy';
import { watchStages } from '#domain/grading/process/rules';
import { BoardFilter } from '#domain/grading/process/schema';
import { AppError } from '#kernel/errors';
import { listBy } from '#ui/list.ts';
import { boardLine } from './line.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!canSeeProcess(ctx.actor)) throw new AppError('refused');
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const list = await listBy(event, BoardFilter, async (filter) => {
    const area = filter.area && ((await pathOf(ctx, filter.area)) ?? 'none');
    const { items, hasNext } = await watchBoard(ctx, { ...filter, area });
    const said = items.map((row) => ({
      id: row.id,
      name: row.name,
      producer: row.producer,
      commune: row.commune,
      stars: row.stars,
      end: row.end,
      stage: row.stage,
      ...boardLine(row, ctx.locale),
    }));
    return { items: said, hasNext, page: filter.page };
  });
  return {
    ...list,
    stages: [...watchStages],
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
  };
};
