import { sql } from 'kysely';
import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { assertVersion } from '#domain/identity/versions';
import { covers } from '#domain/areas/rules';
import { rulesFor } from '#domain/grading/process/council-rules';
import { type LockedDossier, lockDossier, moveDossier } from '#domain/grading/dossiers/rows';
import { mayKeep } from './policy.ts';
import { quorumOf } from './rules.ts';
import { assertSession, lockCouncil, lockSession, membersOn, subjectOf } from './rows.ts';
import { AddToAgenda, OpenSession, PlanSession, SetAttendance, TakeOffAgenda } from './schema.ts';

type Council = { level: string; area_path: string };

/** The dossiers, locked in one order, if they may be put before this council. @throws AppError input.invalid at `dossiers` */
async function ready(tx: Tx, council: Council, ids: readonly string[]): Promise<LockedDossier[]> {
  const found: LockedDossier[] = [];
  for (const id of [...new Set(ids)].toSorted()) {
    const dossier = await lockDossier(tx, id, () => true);
    const isOurs = dossier.level === council.level && covers(council.area_path, dossier.area_path);
    if (!isOurs || !['received', 'reviewing'].includes(dossier.status)) throw fieldError('dossiers', 'councils.not_ready');
    found.push(dossier);
  }
  return found;
} // prettier-ignore

async function putOn(tx: Tx, session: string, council: Council, dossiers: readonly LockedDossier[]): Promise<void> {
  const { last } = await tx.db
    .selectFrom('grading.session_dossier')
    .select(({ fn }) => fn.max('place').as('last'))
    .where('session_id', '=', session)
    .executeTakeFirstOrThrow();
  for (const [i, dossier] of dossiers.entries()) {
    await moveDossier(tx, dossier, { level: council.level as 'province', status: 'scheduled' });
    await tx.db
      .insertInto('grading.session_dossier')
      .values({ session_id: session, dossier_id: dossier.id, place: (last ?? 0) + i + 1, status: 'waiting' })
      .execute();
  }
}

/**
 * Plans a meeting, or the collecting of written opinions, with its agenda. A regrading is answered in writing (article 7.6d).
 * @returns its id @throws AppError not_found, input.invalid
 */
export const planSession = action(
  { name: 'councils.plan_session', input: PlanSession, may: mayKeep },
  async (tx, { council: councilId, round, dossiers, ...said }) => {
    const council = await lockCouncil(tx, councilId);
    if (council.kind !== 'council') throw fieldError('council', 'fields.choice');
    if (said.mode === 'written' && !said.due_on) throw fieldError('due_on', 'fields.required');
    if (said.due_on && said.due_on < said.held_on) throw fieldError('due_on', 'councils.due_before');
    const found = await ready(tx, council, dossiers);
    if (said.mode === 'written' && found.some(({ kind }) => kind !== 'regrading'))
      throw fieldError('dossiers', 'councils.written_is_for_regrading');
    const id = newId();
    await tx.db
      .insertInto('grading.session')
      .values({
        id,
        council_id: council.id,
        round_id: round,
        status: 'planned',
        ...said,
        made_at: tx.now,
        made_by: authorOf(tx),
      })
      .execute();
    await putOn(tx, id, council, found);
    await record(tx, 'session.planned', subjectOf({ id }, council), { mode: said.mode, on: said.held_on, dossiers });
    return { id };
  },
);

/** Adds dossiers to the agenda. @throws AppError not_found, state.conflict once it is open, input.invalid at `dossiers` */
export const addToAgenda = action({ name: 'councils.add', input: AddToAgenda, may: mayKeep }, async (tx, input) => {
  const { session, council } = await lockSession(tx, input.session);
  assertSession(session, 'planned');
  const found = await ready(tx, council, input.dossiers);
  if (session.mode === 'written' && found.some(({ kind }) => kind !== 'regrading'))
    throw fieldError('dossiers', 'councils.written_is_for_regrading');
  await putOn(tx, session.id, council, found);
  await record(tx, 'session.changed', subjectOf(session, council), { added: input.dossiers });
});

/** Takes a dossier off the agenda; it waits again. @throws AppError not_found, state.conflict once it is open */
export const takeOffAgenda = action(
  { name: 'councils.take_off', input: TakeOffAgenda, may: mayKeep },
  async (tx, input) => {
    const { session, council } = await lockSession(tx, input.session);
    assertSession(session, 'planned');
    const gone = await tx.db
      .deleteFrom('grading.session_dossier')
      .where('session_id', '=', session.id)
      .where('dossier_id', '=', input.dossier)
      .returning('dossier_id')
      .executeTakeFirst();
    if (!gone) throw new AppError('not_found');
    const dossier = await lockDossier(tx, gone.dossier_id, () => true);
    await moveDossier(tx, dossier, { level: council.level as 'province', status: 'received' });
    await record(tx, 'session.changed', subjectOf(session, council), { dropped: input.dossier });
  },
);

/** Says who is there. @throws AppError not_found, state.conflict once it is closed, input.invalid at `present` */
export const setAttendance = action(
  { name: 'councils.attend', input: SetAttendance, may: mayKeep },
  async (tx, input) => {
    const { session, council } = await lockSession(tx, input.session);
    assertSession(session, 'planned', 'open');
    const members = await membersOn(tx, council.id, tx.today);
    if (input.present.some((id) => !members.some((one) => one.id === id))) throw fieldError('present', 'fields.choice');
    await tx.db.deleteFrom('grading.attendance').where('session_id', '=', session.id).execute();
    if (members.length)
      await tx.db
        .insertInto('grading.attendance')
        .values(
          members.map(({ id }) => ({ session_id: session.id, member_id: id, present: input.present.includes(id) })),
        ) // prettier-ignore
        .execute();
    await record(tx, 'session.attended', subjectOf(session, council), { present: input.present.length });
  },
);

/**
 * Opens a session by the council's rules as they stand now: they are kept with it. A meeting needs its quorum.
 * @throws AppError not_found, version.stale, state.conflict with the reason
 */
export const openSession = action({ name: 'councils.open', input: OpenSession, may: mayKeep }, async (tx, input) => {
  const { session, council } = await lockSession(tx, input.session);
  await assertVersion(tx, asVersion(session), input.version, { status: session.status });
  assertSession(session, 'planned');
  const { rules, version } = await rulesFor(tx, council.area_path);
  const members = await membersOn(tx, council.id, tx.today);
  const present = session.mode === 'written' ? members : await attending(tx, session.id, members);
  const quorum = quorumOf(present, members.length, rules.quorum);
  if (!members.length || !quorum.met)
    throw new AppError('state.conflict', {
      details: { reason: 'councils.no_quorum', present: quorum.present, needed: quorum.needed },
    });
  await tx.db
    .updateTable('grading.session')
    .set({
      status: 'open',
      opened_at: tx.now,
      seats: members.map(({ id }) => id),
      rules: JSON.stringify({ ...rules, version, members: members.length }),
      version: session.version + 1,
    }) // prettier-ignore
    .where('id', '=', session.id)
    .execute();
  await tx.db
    .updateTable('grading.session_dossier')
    .set({ status: 'scoring' })
    .where('session_id', '=', session.id)
    .execute();
  await record(tx, 'session.opened', subjectOf(session, council), { rules: version, present: present.length });
});

/** A session as a form that was opened earlier is held against it. */
export const asVersion = (session: { version: number; closed_by: string | null; made_by: string | null; closed_at: Date | null; made_at: Date }) => ({
  version: session.version,
  changed_by: session.closed_by ?? session.made_by,
  changed_at: session.closed_at ?? session.made_at,
}); // prettier-ignore

type Member = Awaited<ReturnType<typeof membersOn>>[number];

/** Of the members those who are there. */
export async function attending(tx: Tx, session: string, members: readonly Member[]): Promise<Member[]> {
  const { rows } = await sql<{ member_id: string }>`
    select member_id from grading.attendance where session_id = ${session} and present`.execute(tx.db);
  const there = new Set(rows.map(({ member_id }) => member_id));
  return members.filter(({ id }) => there.has(id));
}
