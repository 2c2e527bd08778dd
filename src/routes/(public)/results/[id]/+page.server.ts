import { publicDecision } from '#domain/grading/decisions/queries';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const decision = await publicDecision(event.locals.ctx, event.params.id);
  cacheable(event, ['decisions', 'products']);
  return { decision };
};
