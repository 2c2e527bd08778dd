import { listInspections } from '#domain/grading/inspections/queries';
import { InspectionFilter } from '#domain/grading/inspections/schema';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = (event) =>
  listBy(event, InspectionFilter, (filter) => listInspections(event.locals.ctx, filter));
