import { addMember, endMember } from '#domain/grading/councils/make-up';
import { settledTotals } from '#domain/grading/councils/matrix';
import { mayMakeUp } from '#domain/grading/councils/policy';
import { councilById, dossiersFor } from '#domain/grading/councils/queries';
import { planSession } from '#domain/grading/councils/sessions';
import { leastSample, severityOf } from '#domain/grading/councils/severity';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { id, title, kind, decision_no, decision_on, level, area_path, members, sessions } = await councilById(ctx, params.id); // prettier-ignore
  const severity = severityOf(await settledTotals(ctx, id));
  return {
    council: { id, title, kind: kind as 'council' | 'advisory', decision_no, decision_on },
    members: members.map((one) => ({
      id: one.id,
      name: one.name,
      department: one.department,
      position: one.position,
      to_on: one.to_on,
      severity: severity.find(({ member }) => member === one.id) ?? null,
    })),
    hasSeverity: severity.length > 0,
    leastSample,
    sessions: sessions.map((one) => ({ ...one, mode: one.mode as 'meeting', status: one.status as 'planned' })),
    waiting: kind === 'council' ? await dossiersFor(ctx, { level, area_path }) : [],
    makes: mayMakeUp(ctx.actor),
  };
};

export const actions: Actions = {
  add: (event) =>
    save(event, async (fields) => {
      await addMember(event.locals.ctx, { ...fields, council: event.params.id });
      return `/office/councils/${event.params.id}`;
    }),
  end: (event) =>
    save(event, async (fields) => {
      await endMember(event.locals.ctx, fields);
      return `/office/councils/${event.params.id}`;
    }),
  plan: (event) =>
    save(event, async (fields) => {
      const { id } = await planSession(event.locals.ctx, { ...fields, council: event.params.id });
      return `/office/councils/sessions/${id}`;
    }),
};
