import { isDeepStrictEqual } from 'node:util';
import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { limit } from '#kernel/limits';
import { canKeep, mayKeep } from './policy.ts';
import { hasConflict, seatedIn, sessionWithCouncil, subjectOf } from './rows.ts';
import { DeclareOnPaper, KeySheet } from './schema.ts';
import { agendaItem, assertWhole, checkGiven, declared, openSheet, seal } from './sheets.ts';

export type Keyed = { state: 'waits' | 'sealed' | 'differs'; differing: string[] };

const byName = (answers: readonly { item: string; value: unknown; comment: string | null }[]) =>
  new Map(answers.map(({ item, value, comment }) => [item, { value, comment }]));

/** So often may one person key one sheet within a day: after a difference both do it again, and nobody finds it out by trying. */
const mostTries = 6;

/** A member of a dossier on paper, for whoever keeps the council and has no conflict in it themselves. @throws AppError not_found, state.conflict */
async function onPaper(tx: Tx, input: { session: string; dossier: string; member: string }) {
  const { session, council } = await sessionWithCouncil(tx, input.session, 'alone');
  if (!canKeep(tx.actor, council)) throw new AppError('not_found');
  const at = await agendaItem(tx, session, council, input.dossier);
  if (await hasConflict(tx, at.item.dossier_id))
    throw new AppError('state.conflict', { details: { reason: 'councils.keyer_conflicted' } });
  const member = (await seatedIn(tx, session, tx.today)).find(({ id }) => id === input.member);
  if (!member) throw new AppError('not_found');
  return { at, member };
}

/**
 * Enters what a member who scores on paper declared on paper: without it no sheet of theirs is keyed in.
 * @throws AppError not_found, state.conflict, input.invalid
 */
export const declareOnPaper = action(
  { name: 'councils.declare_paper', input: DeclareOnPaper, may: mayKeep },
  async (tx, input) => {
    const { at, member } = await onPaper(tx, input);
    if (member.person_id) throw new AppError('state.conflict', { details: { reason: 'councils.declares_alone' } });
    await declared(tx, at, member.id, input);
  },
);

/**
 * Keys in a sheet that a member scored on paper. Two people type it and neither sees what the other typed: if both say
 * the same the sheet is sealed as that member's; if not, the items that differ are named, and both key it anew. What was
 * compared once is never compared again, so that nobody finds out the other's entry by trying. A member's paper needs its
 * declaration and its comments as any other sheet; who has a conflict in the dossier keys none of it.
 * A written opinion that came on paper in time may be keyed in after the last day: the keeper answers for the day it came.
 * @throws AppError not_found, state.conflict, input.invalid, limit.reached
 */
export const keySheet = action(
  { name: 'councils.key', input: KeySheet, may: mayKeep },
  async (tx, input): Promise<Keyed> => {
    const { at, member } = await onPaper(tx, input);
    const { session, council } = at;
    checkGiven(at.sheet, input.answers);
    await assertWhole(tx, at, input.answers);
    const sheet = await openSheet(tx, at, member.id, 'paper');
    const before = await tx.db
      .selectFrom('grading.keyed_sheet')
      .select(['keyer', 'person_id', 'answers', 'differing'])
      .where('sheet_id', '=', sheet)
      .execute();
    const person = authorOf(tx);
    const own = before.find(({ person_id }) => person_id === person);
    const other = before.find(({ person_id }) => person_id !== person);
    if (!own && before.length === 2)
      throw new AppError('state.conflict', { details: { reason: 'councils.two_keyed' } });
    await limit(tx, `council-key:${sheet}:${person}`, mostTries, 24 * 3600);
    const keyer = own?.keyer ?? (before.some((one) => one.keyer === 1) ? 2 : 1);
    const said = { answers: JSON.stringify(input.answers), keyed_at: tx.now, differing: null };
    await tx.db
      .insertInto('grading.keyed_sheet')
      .values({ sheet_id: sheet, keyer, person_id: person, ...said })
      .onConflict((on) => on.columns(['sheet_id', 'keyer']).doUpdateSet(said))
      .execute();
    await record(tx, 'sheet.keyed', subjectOf(session, council), { dossier: input.dossier, member: member.id });
    if (!other || other.differing) return { state: 'waits', differing: [] };
    const [mine, theirs] = [byName(input.answers), byName(other.answers as typeof input.answers)];
    const differing = [...new Set([...mine.keys(), ...theirs.keys()])].filter(
      (name) => !isDeepStrictEqual(mine.get(name), theirs.get(name)),
    );
    if (differing.length) {
      await tx.db.updateTable('grading.keyed_sheet').set({ differing }).where('sheet_id', '=', sheet).execute();
      return { state: 'differs', differing };
    }
    await tx.db
      .insertInto('grading.member_answer')
      .values(
        input.answers.map(({ item, value, comment }) => ({
          sheet_id: sheet,
          item,
          value: JSON.stringify(value),
          comment,
          version: 1,
          changed_at: tx.now,
        })),
      ) // prettier-ignore
      .execute();
    await seal(tx, at, { id: sheet, member: member.id }, input.answers);
    return { state: 'sealed', differing: [] };
  },
);
