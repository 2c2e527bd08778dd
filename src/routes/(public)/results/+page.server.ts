import { publicDecisions } from '#domain/grading/decisions/queries';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  cacheable(event, ['decisions'], ['page']);
  return {
    found: await publicDecisions(event.locals.ctx, Math.max(1, Number(event.url.searchParams.get('page')) || 1)),
  };
};
