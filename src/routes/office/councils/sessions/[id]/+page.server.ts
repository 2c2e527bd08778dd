import { closeSession, leaveUndecided, settleDossier, turnIntoMeeting } from '#domain/grading/councils/closing';
import { dossiersFor, sessionById } from '#domain/grading/councils/queries';
import { isOver } from '#domain/grading/councils/rows';
import { addToAgenda, openSession, setAttendance, takeOffAgenda } from '#domain/grading/councils/sessions';
import type { RequestEvent } from '@sveltejs/kit';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const found = await sessionById(ctx, params.id);
  const nameOf = (id: string) => found.members.find((one) => one.id === id)?.name ?? '';
  const waiting = found.status === 'planned' ? await dossiersFor(ctx, found) : [];
  return {
    waiting: waiting.map(({ id, product, producer }) => ({ id, product, producer })),
    session: {
      id: found.id,
      over: found.status === 'open' && isOver(found, ctx.today),
      council_id: found.council_id,
      title: found.title,
      mode: found.mode as 'meeting' | 'written',
      status: found.status as 'planned' | 'open' | 'closed',
      held_on: found.held_on,
      due_on: found.due_on,
      place: found.place,
      agenda: found.agenda,
      version: found.version,
      rules: (found.rules as { version: number } | null)?.version ?? null,
    },
    members: found.members.map(({ id, name, department, position, present, person_id }) => ({ id, name, department, position, present: present ?? false, onPaper: !person_id })), // prettier-ignore
    agenda: found.agenda_items.map(({ conflicted, sealed, ...item }) => ({
      ...item,
      conflicted: conflicted.map(nameOf).join(', '),
      submitted: sealed.length,
      of: found.members.length - conflicted.length,
      onPaper: found.members.flatMap(({ id, name, person_id }) =>
        !person_id && !sealed.includes(id) ? [{ id, name }] : [],
      ),
    })),
  };
};

/** Acts on this session and goes back to it. */
const acting =
  (act: (event: RequestEvent, fields: Record<string, unknown>) => Promise<unknown>) =>
  (event: RequestEvent<{ id: string }>) =>
    save(event, async (fields) => {
      await act(event, { ...fields, session: event.params.id });
      return `/office/councils/sessions/${event.params.id}`;
    });

export const actions: Actions = {
  add: acting(({ locals: { ctx } }, fields) => addToAgenda(ctx, fields)),
  attend: acting(({ locals: { ctx } }, fields) => setAttendance(ctx, fields)),
  open: acting(({ locals: { ctx } }, fields) => openSession(ctx, fields)),
  drop: acting(({ locals: { ctx } }, fields) => takeOffAgenda(ctx, fields)),
  settle: acting(({ locals: { ctx } }, fields) => settleDossier(ctx, fields)),
  leave: acting(({ locals: { ctx } }, fields) => leaveUndecided(ctx, fields)),
  close: acting(({ locals: { ctx } }, fields) => closeSession(ctx, fields)),
  turn: (event) =>
    save(event, async (fields) => {
      const { id } = await turnIntoMeeting(event.locals.ctx, { ...fields, session: event.params.id });
      return `/office/councils/sessions/${id}`;
    }),
};
