import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { merge } from '#domain/criteria/merge';
import { sheetOfVersion } from '#domain/criteria/queries';
import { type CouncilRules, mergeSettings } from '#domain/grading/process/rules';
import { lockDossier, moveDossier } from '#domain/grading/dossiers/rows';
import { assertVersion } from '#domain/identity/versions';
import { sealedSheets, verifiedAnswers } from './matrix.ts';
import { mayKeep, maySit } from './policy.ts';
import { diverges, quorumOf } from './rules.ts';
import { assertSession, isOver, lockPresided, lockSession, seatedIn, subjectOf } from './rows.ts';
import { CloseSession, LeaveUndecided, SettleDossier, TurnIntoMeeting } from './schema.ts';
import { asVersion, attending } from './sessions.ts';
import { firstHasSealed } from './sheets.ts';

type Locked = Awaited<ReturnType<typeof lockSession>>;

/** Who has to score a dossier: the members who are there (in writing: all), but for those with a conflict. */
async function scorers(tx: Tx, { session }: Locked, dossier: string, scoring: number) {
  const members = await seatedIn(tx, session, tx.today);
  const there = session.mode === 'written' ? members : await attending(tx, session.id, members);
  const conflicted = await tx.db
    .selectFrom('grading.declaration')
    .select('member_id')
    .where('session_id', '=', session.id)
    .where('dossier_id', '=', dossier)
    .where('conflict', '=', true)
    .execute();
  const out = new Set(conflicted.map(({ member_id }) => member_id));
  const left: typeof there = [];
  for (const member of there) {
    const key = { session_id: session.id, dossier_id: dossier, member_id: member.id };
    if (!out.has(member.id) && !(await firstHasSealed(tx, key, scoring))) left.push(member);
  }
  return left;
}

/**
 * Settles the scoring of a dossier, by whoever keeps the council's papers or by its chair: everybody who has to score has submitted (written opinions: or their time is over),
 * and the quorum holds for this dossier without those who have a conflict. Where two totals lie further apart than the
 * rules allow, the council discusses the widest items and scores again; both scorings are kept.
 * @returns whether it is settled, scored again, or in writing diverges
 * @throws AppError not_found, state.conflict with who is missing
 */
export const settleDossier = action(
  { name: 'councils.settle', input: SettleDossier, may: maySit },
  async (tx, input): Promise<{ state: 'done' | 'again' | 'diverges' }> => {
    const at = await lockPresided(tx, input.session);
    const { session, council } = at;
    assertSession(session, 'open');
    const item = await tx.db
      .selectFrom('grading.session_dossier')
      .selectAll()
      .where('session_id', '=', session.id)
      .where('dossier_id', '=', input.dossier)
      .executeTakeFirst();
    if (!item) throw new AppError('not_found');
    if (item.status !== 'scoring' || item.scoring !== input.scoring)
      throw new AppError('state.conflict', { details: { reason: 'councils.settled' } });
    const dossier = await lockDossier(tx, input.dossier, () => true);
    const sheet = await sheetOfVersion(tx, dossier.sheet_code, dossier.sheet_version);
    const expected = await scorers(tx, at, dossier.id, item.scoring);
    const sheets = await sealedSheets(tx, { session: session.id, dossier: dossier.id, scoring: item.scoring, sheet });
    const missing = expected.filter(({ id }) => !sheets.some(({ member }) => member === id));
    if (missing.length && !isOver(session, tx.today))
      throw new AppError('state.conflict', { details: { reason: 'councils.not_all', missing: missing.map(({ name }) => name) } }); // prettier-ignore
    const rules = session.rules as CouncilRules & { members: number };
    const verified = rules.minimumTest === 'verified' ? await verifiedAnswers(tx, dossier.id) : null;
    if (rules.minimumTest === 'verified' && !verified)
      throw new AppError('state.conflict', { details: { reason: 'councils.nothing_verified' } });
    if (sheets.length > rules.members)
      throw new AppError('state.conflict', { details: { reason: 'councils.more_sheets' } });
    const settings = mergeSettings(rules, rules.members, verified);
    const merged = sheets.length ? merge(sheets, settings) : null;
    if (!merged?.quorum.met)
      throw new AppError('state.conflict', {
        details: { reason: 'councils.no_quorum_here', needed: merged?.quorum.needed ?? 1 },
      });
    const asked = await wantsMeeting(tx, session.id, dossier.id, item.scoring);
    const state =
      session.mode === 'written' && diverges(sheets, merged, asked)
        ? 'diverges'
        : merged.spread.breached
          ? 'again'
          : 'done';
    await tx.db
      .insertInto('grading.result')
      .values({
        id: newId(),
        dossier_id: dossier.id,
        session_id: session.id,
        scoring: item.scoring,
        outcome: merged.outcome,
        stars: merged.stars,
        band_stars: merged.bandStars,
        total: merged.total,
        part_a: merged.parts.A,
        part_b: merged.parts.B,
        part_c: merged.parts.C,
        merged: JSON.stringify(merged),
        rules: JSON.stringify(settings),
        made_at: tx.now,
        counts: state === 'done',
      })
      .execute();
    await tx.db
      .updateTable('grading.session_dossier')
      .set(state === 'again' ? { scoring: item.scoring + 1 } : { status: state === 'done' ? 'done' : 'discussing' })
      .where('session_id', '=', session.id)
      .where('dossier_id', '=', dossier.id)
      .execute();
    await record(tx, state === 'again' ? 'session.scored_again' : 'session.settled', subjectOf(session, council), {
      dossier: dossier.id,
      scoring: item.scoring,
      state,
    });
    return { state };
  },
);

async function wantsMeeting(tx: Tx, session: string, dossier: string, scoring: number): Promise<boolean> {
  const found = await tx.db
    .selectFrom('grading.member_sheet')
    .select('id')
    .where('session_id', '=', session)
    .where('dossier_id', '=', dossier)
    .where('scoring', '=', scoring)
    .where('wants_meeting', '=', true)
    .executeTakeFirst();
  return !!found;
}

/** The dossiers whose written opinions diverge, and once their time is over those without a quorum. */
async function toMeet(tx: Tx, session: Locked['session']) {
  const items = await tx.db
    .selectFrom('grading.session_dossier')
    .select(['dossier_id', 'place', 'scoring', 'status'])
    .where('session_id', '=', session.id)
    .where('status', 'in', ['discussing', 'scoring'])
    .orderBy('place')
    .execute();
  const { quorum, members } = session.rules as CouncilRules & { members: number };
  const meet: typeof items = [];
  for (const item of items) {
    const answered = await tx.db
      .selectFrom('grading.member_sheet as sheet')
      .innerJoin('grading.council_member as member', 'member.id', 'sheet.member_id')
      .select('member.position')
      .where('sheet.session_id', '=', session.id)
      .where('sheet.dossier_id', '=', item.dossier_id)
      .where('sheet.scoring', '=', item.scoring)
      .where('sheet.status', '=', 'sealed')
      .execute();
    if (item.status === 'discussing' || (isOver(session, tx.today) && !quorumOf(answered, members, quorum).met))
      meet.push(item);
  }
  return meet;
}

/**
 * Takes a dossier out of an open session undecided, for a reason: no quorum is left for it, or its scores lie too far apart
 * again and again. It waits to be put before a council again; what was scored is kept and counts for nothing.
 * @throws AppError not_found, state.conflict where it is settled
 */
export const leaveUndecided = action(
  { name: 'councils.leave', input: LeaveUndecided, may: mayKeep },
  async (tx, input) => {
    const { session, council } = await lockSession(tx, input.session);
    assertSession(session, 'open');
    const item = await tx.db
      .selectFrom('grading.session_dossier')
      .select('status')
      .where('session_id', '=', session.id)
      .where('dossier_id', '=', input.dossier)
      .executeTakeFirst();
    if (!item) throw new AppError('not_found');
    if (item.status === 'done') throw new AppError('state.conflict', { details: { reason: 'councils.settled' } });
    const dossier = await lockDossier(tx, input.dossier, () => true);
    await moveDossier(tx, dossier, { level: council.level as 'province', status: 'received' });
    await tx.db
      .updateTable('grading.session_dossier')
      .set({ status: 'done', left_because: input.reason })
      .where('session_id', '=', session.id)
      .where('dossier_id', '=', dossier.id)
      .execute();
    await record(tx, 'session.left_undecided', subjectOf(session, council), { dossier: dossier.id });
  },
);

/**
 * Written opinions diverge, or their time is over and too few of them came for the quorum: their dossiers go to a meeting
 * of the same council (article 7.6d), where they are scored anew.
 * @returns the id of the meeting @throws AppError not_found, state.conflict where none has to, input.invalid
 */
export const turnIntoMeeting = action(
  { name: 'councils.turn_into_meeting', input: TurnIntoMeeting, may: mayKeep },
  async (tx, input) => {
    const { session, council } = await lockSession(tx, input.session);
    assertSession(session, 'open');
    if (session.mode !== 'written') throw new AppError('state.conflict');
    if (input.held_on < tx.today) throw fieldError('held_on', 'councils.past');
    const items = await toMeet(tx, session);
    if (!items.length) throw new AppError('state.conflict', { details: { reason: 'councils.none_diverges' } });
    const id = newId();
    await tx.db
      .insertInto('grading.session')
      .values({
        id,
        council_id: council.id,
        round_id: session.round_id,
        mode: 'meeting',
        status: 'planned',
        held_on: input.held_on,
        place: input.place,
        from_session: session.id,
        made_at: tx.now,
        made_by: authorOf(tx),
      })
      .execute();
    await tx.db
      .insertInto('grading.session_dossier')
      .values(items.map(({ dossier_id, place }) => ({ session_id: id, dossier_id, place, status: 'waiting' })))
      .execute();
    await tx.db
      .updateTable('grading.session_dossier')
      .set({ status: 'done' })
      .where('session_id', '=', session.id)
      .where(({ eb, fn, val }) => eb('dossier_id', '=', fn.any(val(items.map(({ dossier_id }) => dossier_id)))))
      .execute();
    await record(tx, 'session.turned_into_meeting', subjectOf(session, council), { meeting: id });
    return { id };
  },
);

/**
 * Closes a session whose dossiers are all settled, by whoever keeps its papers or by the chair: its results stand, its dossiers are scored. Of two who close at once
 * one does it, the other is told who.
 * @throws AppError not_found, version.stale, state.conflict
 */
export const closeSession = action({ name: 'councils.close', input: CloseSession, may: maySit }, async (tx, input) => {
  const { session, council } = await lockPresided(tx, input.session);
  await assertVersion(tx, asVersion(session), input.version, { status: session.status });
  assertSession(session, 'open');
  const items = await tx.db
    .selectFrom('grading.session_dossier as item')
    .leftJoin('grading.result as result', (join) =>
      join
        .onRef('result.session_id', '=', 'item.session_id')
        .onRef('result.dossier_id', '=', 'item.dossier_id')
        .on('result.counts', '=', true),
    )
    .select(['item.dossier_id', 'item.status', 'result.id as result'])
    .where('item.session_id', '=', session.id)
    .orderBy('item.dossier_id')
    .execute();
  if (items.some(({ status }) => status !== 'done'))
    throw new AppError('state.conflict', { details: { reason: 'councils.not_settled' } });
  for (const { dossier_id, result } of items) {
    if (!result) continue; // goes on in the meeting that follows
    const dossier = await lockDossier(tx, dossier_id, () => true);
    await moveDossier(tx, dossier, { level: council.level as 'province', status: 'scored' });
  }
  await tx.db
    .updateTable('grading.session')
    .set({ status: 'closed', closed_at: tx.now, closed_by: authorOf(tx), version: session.version + 1 })
    .where('id', '=', session.id)
    .execute();
  await record(tx, 'session.closed', subjectOf(session, council), { dossiers: items.length });
});
