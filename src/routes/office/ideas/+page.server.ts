import { communesUnder, pathOf } from '#domain/areas/queries';
import { maySeeIdeas } from '#domain/grading/ideas/policy';
import { listIdeas } from '#domain/grading/ideas/queries';
import { IdeaFilter } from '#domain/grading/ideas/schema';
import { AppError } from '#kernel/errors';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!maySeeIdeas(ctx.actor)) throw new AppError('refused');
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const list = await listBy(event, IdeaFilter, async (filter) => ({
    ...(await listIdeas(ctx, { ...filter, area: filter.area && ((await pathOf(ctx, filter.area)) ?? 'none') })),
    page: filter.page,
  }));
  return { ...list, communes: communes.map(({ id, name }) => ({ value: id, label: name })) };
};
