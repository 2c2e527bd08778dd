import { listComplaints } from '#domain/grading/decisions/queries';
import { ComplaintFilter } from '#domain/grading/decisions/schema';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = (event) =>
  listBy(event, ComplaintFilter, (filter) => listComplaints(event.locals.ctx, filter));
