import { listDecisions } from '#domain/grading/decisions/queries';
import { DecisionFilter } from '#domain/grading/decisions/schema';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = (event) =>
  listBy(event, DecisionFilter, (filter) => listDecisions(event.locals.ctx, filter));
