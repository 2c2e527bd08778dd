import { acceptComplaint, refuseComplaint, settleComplaint } from '#domain/grading/decisions/complaints';
import { complaintById } from '#domain/grading/decisions/queries';
import type { Action } from '#kernel/action';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({
  complaint: await complaintById(ctx, params.id),
});

const act =
  (write: Action<unknown>): Actions[string] =>
  (event) =>
    save(event, async (fields) => {
      await write(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/complaints/${event.params.id}`;
    });

export const actions: Actions = {
  accept: act(acceptComplaint),
  refuse: act(refuseComplaint),
  settle: act(settleComplaint),
};
