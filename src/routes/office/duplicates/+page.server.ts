import { waitingPairs } from '#domain/duplicates/queries';
import { isOfficer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import type { PageServerLoad } from './$types.js';

/** Pairs of producers and of products that may be one, the likeliest first. */
export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  const page = Math.min(1000, Math.max(1, Number.parseInt(url.searchParams.get('page') ?? '1', 10) || 1));
  return { page, ...(await waitingPairs(ctx, page)) };
};
