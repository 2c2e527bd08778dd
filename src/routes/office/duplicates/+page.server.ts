import { waitingPairs } from '#domain/duplicates/queries';
import { PairFilter } from '#domain/duplicates/schema';
import { isOfficer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

/** Pairs of producers and of products that may be one, the likeliest first. */
export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  return listBy(event, PairFilter, async (filter) => ({ ...(await waitingPairs(ctx, filter)), page: filter.page }));
};
