import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { checkAnswers } from '#domain/criteria/answers';
import { sheetOfVersion } from '#domain/criteria/queries';
import { grade } from '#domain/criteria/rules';
import type { Sheet } from '#domain/criteria/schema';
import { isSame } from '#domain/grading/rules';
import type { AnswerValue } from '#domain/grading/schema';
import { maySit } from './policy.ts';
import { answersOf, type Given, rulePrefix, sealedText, unanswered, uncommented } from './rules.ts';
import { assertSession, isOver, seatedIn, sessionWithCouncil, subjectOf } from './rows.ts';
import { Declare, SaveSheet, SealSheet } from './schema.ts';

/** A dossier on the agenda of an open session, and this person's seat in its council. */
export type Seat = Awaited<ReturnType<typeof seatAt>>;

/** @throws AppError not_found for whoever has no seat, state.conflict where the session is not open or the time for written opinions is over */
async function seatAt(tx: Tx, sessionId: string, dossierId: string) {
  const { session, council } = await sessionWithCouncil(tx, sessionId);
  const members = await seatedIn(tx, session, tx.today);
  const seat = members.find(({ person_id }) => person_id !== null && person_id === tx.actor?.id);
  if (!seat) throw new AppError('not_found');
  const found = await agendaItem(tx, session, council, dossierId);
  if (isOver(session, tx.today)) throw conflicted('councils.time_is_over');
  return { seat, ...found };
}

/** What stands on the agenda, with the sheet it is scored on. @throws AppError not_found, state.conflict */
export async function agendaItem(
  tx: Tx,
  session: Awaited<ReturnType<typeof sessionWithCouncil>>['session'],
  council: Awaited<ReturnType<typeof sessionWithCouncil>>['council'],
  dossierId: string,
) {
  const item = await tx.db
    .selectFrom('grading.session_dossier as item')
    .innerJoin('grading.dossier as dossier', 'dossier.id', 'item.dossier_id')
    .select(['item.dossier_id', 'item.scoring', 'item.status', 'dossier.sheet_code', 'dossier.sheet_version'])
    .select(['dossier.product_id', 'dossier.area_path'])
    .where('item.session_id', '=', session.id)
    .where('item.dossier_id', '=', dossierId)
    .executeTakeFirst();
  if (!item) throw new AppError('not_found');
  assertSession(session, 'open');
  return { session, council, item, sheet: await sheetOfVersion(tx, item.sheet_code, item.sheet_version) };
}

/**
 * Declares whether a member has a conflict of interest in a dossier: nothing of it opens before. A conflict once declared
 * is not taken back in the session; a declaration of none can become one until the sheet is sealed.
 * @throws AppError not_found, state.conflict
 */
export const declare = action({ name: 'councils.declare', input: Declare, may: maySit }, async (tx, input) => {
  const { seat, session, council, item } = await seatAt(tx, input.session, input.dossier);
  await declared(tx, { session, council, item }, seat.id, input);
});

/** Writes what a member declares, by their own hand or as their paper says. */
export async function declared(
  tx: Tx,
  { session, council, item }: Pick<Seat, 'session' | 'council' | 'item'>,
  member: string,
  input: { conflict: string; ground: string | null },
): Promise<void> {
  const key = { session_id: session.id, dossier_id: item.dossier_id, member_id: member };
  const conflict = input.conflict === 'yes';
  const before = await declarationOf(tx, key);
  if (before?.conflict && !conflict) throw conflicted('councils.declared');
  const sheet = await sheetOf(tx, key, item.scoring);
  if (sheet?.status === 'sealed' && conflict) throw conflicted('councils.sealed');
  if (conflict && sheet) await tx.db.deleteFrom('grading.member_sheet').where('id', '=', sheet.id).execute();
  const said = { conflict, ground: conflict ? input.ground : null, declared_at: tx.now };
  await tx.db
    .insertInto('grading.declaration')
    .values({ ...key, ...said })
    .onConflict((at) => at.columns(['session_id', 'dossier_id', 'member_id']).doUpdateSet(said))
    .execute();
  await record(tx, 'sheet.declared', subjectOf(session, council), { dossier: item.dossier_id, member, conflict });
}

const conflicted = (reason: string) => new AppError('state.conflict', { details: { reason } });

type Key = { session_id: string; dossier_id: string; member_id: string };

const declarationOf = (tx: Tx, key: Key) =>
  tx.db
    .selectFrom('grading.declaration')
    .select('conflict')
    .where('session_id', '=', key.session_id)
    .where('dossier_id', '=', key.dossier_id)
    .where('member_id', '=', key.member_id)
    .executeTakeFirst();

const sheetOf = (tx: Tx, key: Key, scoring: number) =>
  tx.db
    .selectFrom('grading.member_sheet')
    .select(['id', 'status', 'channel'])
    .where('session_id', '=', key.session_id)
    .where('dossier_id', '=', key.dossier_id)
    .where('member_id', '=', key.member_id)
    .where('scoring', '=', scoring)
    .forUpdate()
    .executeTakeFirst();

/** The member's open sheet, begun where there is none. @throws AppError state.conflict before the declaration, after sealing or settling */
export async function openSheet(
  tx: Tx,
  { session, item }: Pick<Seat, 'session' | 'item'>,
  member: string,
  channel: 'own' | 'paper',
) {
  const key = { session_id: session.id, dossier_id: item.dossier_id, member_id: member };
  const said = await declarationOf(tx, key);
  if (!said) throw conflicted('councils.undeclared');
  if (said.conflict) throw conflicted('councils.conflicted');
  if (item.status !== 'scoring') throw conflicted('councils.settled');
  if (session.mode === 'meeting' && !(await isPresent(tx, session.id, member))) throw conflicted('councils.absent');
  if (await firstHasSealed(tx, key, item.scoring)) throw conflicted('councils.first_sealed');
  const found = await sheetOf(tx, key, item.scoring);
  if (found?.status === 'sealed') throw conflicted('councils.sealed');
  if (found && found.channel !== channel) throw conflicted(`councils.scored_${found.channel}`);
  if (found) return found.id;
  const id = newId();
  await tx.db
    .insertInto('grading.member_sheet')
    .values({ id, ...key, scoring: item.scoring, channel, status: 'open', opened_at: tx.now })
    .execute();
  return id;
}

async function isPresent(tx: Tx, session_id: string, member_id: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('grading.attendance')
    .select('present')
    .where('session_id', '=', session_id)
    .where('member_id', '=', member_id)
    .executeTakeFirst();
  return row?.present === true;
}

/**
 * A member who was replaced midway: what the first one sealed stays and counts, so whoever follows scores only what was
 * not sealed. One seat, one sheet.
 */
export async function firstHasSealed(tx: Tx, key: Key, scoring: number): Promise<boolean> {
  const { rows } = await sql`
    with recursive seat as (
      select id, replaces from grading.council_member where id = ${key.member_id}
      union all select first.id, first.replaces from grading.council_member first join seat on seat.replaces = first.id)
    select from grading.member_sheet sheet join seat on seat.id = sheet.member_id
    where sheet.member_id <> ${key.member_id} and sheet.session_id = ${key.session_id} and sheet.dossier_id = ${key.dossier_id}
      and sheet.scoring = ${scoring} and sheet.status = 'sealed' limit 1`.execute(tx.db);
  return rows.length > 0;
}

/** Holds what was sent against the sheet. @throws AppError input.invalid */
export function checkGiven(sheet: Sheet, given: readonly Given[]): void {
  const { answers } = answersOf(given);
  const rules = given.flatMap(({ item }) => (item.startsWith(rulePrefix) ? [item.slice(rulePrefix.length)] : []));
  checkAnswers(sheet, { answers, broken: rules });
}

export type SheetConflict = { item: string; mine: AnswerValue; theirs: AnswerValue; version: number };

/**
 * Saves a member's answers one by one, each in the version that was seen; two devices overwrite nothing of each other.
 * @returns the versions of what stands as sent, and what differs
 * @throws AppError not_found, state.conflict, input.invalid for what is not on the sheet
 */
export const saveSheet = action(
  { name: 'councils.save', input: SaveSheet, may: maySit },
  async (tx, input): Promise<{ saved: Record<string, number>; conflicts: SheetConflict[] }> => {
    const at = await seatAt(tx, input.session, input.dossier);
    checkGiven(at.sheet, input.answers);
    const sheet_id = await openSheet(tx, at, at.seat.id, 'own');
    const standing = new Map((await given(tx, sheet_id)).map((one) => [one.item, one]));
    const saved: Record<string, number> = {};
    const conflicts: SheetConflict[] = [];
    for (const { item, value, comment, version } of input.answers) {
      const now = standing.get(item);
      if (now && isSame(now.value as AnswerValue, value) && now.comment === comment) saved[item] = now.version;
      else if ((now?.version ?? 0) !== version)
        conflicts.push({ item, mine: value, theirs: (now?.value ?? null) as AnswerValue, version: now?.version ?? 0 });
      else {
        const said = { value: JSON.stringify(value), comment, version: version + 1, changed_at: tx.now };
        await tx.db
          .insertInto('grading.member_answer')
          .values({ sheet_id, item, ...said })
          .onConflict((on) => on.columns(['sheet_id', 'item']).doUpdateSet(said))
          .execute();
        saved[item] = version + 1;
      }
    }
    await record(tx, 'sheet.answered', subjectOf(at.session, at.council), { dossier: input.dossier, member: at.seat.id });
    return { saved, conflicts };
  },
); // prettier-ignore

const given = (tx: Pick<Tx, 'db'>, sheet: string) =>
  tx.db
    .selectFrom('grading.member_answer')
    .select(['item', 'value', 'comment', 'version'])
    .where('sheet_id', '=', sheet)
    .orderBy('item')
    .execute();

/** What the producer answered, by item. */
async function producerAnswers(tx: Pick<Tx, 'db'>, dossier: string): Promise<Record<string, unknown>> {
  const rows = await tx.db
    .selectFrom('grading.dossier_field')
    .select(['name', 'value'])
    .where('dossier_id', '=', dossier)
    .where('name', 'like', 'answer/%')
    .execute();
  return Object.fromEntries(rows.map(({ name, value }) => [name.slice('answer/'.length), value]));
}

/**
 * Submits a member's sheet: it is whole, each difference from the producer's answer has its comment, and from now on it
 * never changes. The log keeps its SHA-256.
 * @throws AppError not_found, state.conflict, input.invalid naming the items that lack an answer or a comment
 */
export const sealSheet = action({ name: 'councils.seal', input: SealSheet, may: maySit }, async (tx, input) => {
  const at = await seatAt(tx, input.session, input.dossier);
  const id = await openSheet(tx, at, at.seat.id, 'own');
  const answers = await given(tx, id);
  await assertWhole(tx, at, answers);
  await seal(tx, at, { id, member: at.seat.id }, answers, { opinion: input.opinion, wants_meeting: input.wants_meeting });
}); // prettier-ignore

/** Own or on paper, a sheet is whole and says why it differs from the producer. @throws AppError input.invalid naming the items */
export async function assertWhole(tx: Tx, at: Pick<Seat, 'item' | 'sheet'>, answers: readonly Given[]): Promise<void> {
  const producer = await producerAnswers(tx, at.item.dossier_id);
  const issues = [
    ...unanswered(at.sheet, answers).map((code) => ({ path: `answers.${code}`, key: 'councils.unanswered' })),
    ...(Object.keys(producer).length
      ? uncommented(answers, producer, (a, b) => isSame(a as AnswerValue, b as AnswerValue))
      : []
    ).map((code) => ({ path: `comments.${code}`, key: 'councils.say_why' })),
  ];
  if (issues.length) throw new AppError('input.invalid', { issues });
}

/** Seals a sheet as it stands. */
export async function seal(
  tx: Tx,
  { session, council, item, sheet }: Pick<Seat, 'session' | 'council' | 'item' | 'sheet'>,
  { id, member }: { id: string; member: string },
  answers: readonly Given[],
  more: { opinion?: string | null; wants_meeting?: boolean } = {},
): Promise<void> {
  const salt = randomBytes(16).toString('hex');
  const text = sealedText(
    { dossier: item.dossier_id, member, scoring: item.scoring, code: item.sheet_code, version: item.sheet_version, salt },
    answers,
  );
  const hash = createHash('sha256').update(text).digest('hex');
  const { answers: chosen, broken } = answersOf(answers);
  await tx.db
    .updateTable('grading.member_sheet')
    .set({ status: 'sealed', sealed_at: tx.now, seal: hash, salt, total: grade(sheet, chosen, broken).total, ...more })
    .where('id', '=', id)
    .execute();
  await record(tx, 'sheet.sealed', subjectOf(session, council), { dossier: item.dossier_id, member, sheet: id, seal: hash });
} // prettier-ignore
