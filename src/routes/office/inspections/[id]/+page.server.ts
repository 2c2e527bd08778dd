import { addFinding, changeInspection, concludeInspection, mendFinding } from '#domain/grading/inspections/inspections';
import { inspectionById } from '#domain/grading/inspections/queries';
import { conclusionsFor } from '#domain/grading/inspections/rules';
import { fileAddress } from '#kernel/files/address';
import { filesOf } from '#kernel/files/rows';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const inspection = await inspectionById(ctx, params.id);
  const files = await filesOf(ctx, inspection.findings.flatMap(({ file_id }) => file_id ?? [])); // prettier-ignore
  return {
    inspection,
    files: Object.fromEntries([...files].map(([id, file]) => [id, fileAddress(ctx.runtime, file)])),
    conclusions: conclusionsFor(inspection.findings),
  };
};

export const actions: Actions = {
  change: (event) =>
    save(event, async (fields) => {
      await changeInspection(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/inspections/${event.params.id}`;
    }),
  find: (event) =>
    save(event, async (fields) => {
      await addFinding(event.locals.ctx, { ...fields, inspection: event.params.id });
      return `/office/inspections/${event.params.id}`;
    }),
  mend: (event) =>
    save(event, async (fields) => {
      await mendFinding(event.locals.ctx, fields);
      return `/office/inspections/${event.params.id}`;
    }),
  conclude: (event) =>
    save(event, async (fields) => {
      await concludeInspection(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/inspections/${event.params.id}`;
    }),
};
