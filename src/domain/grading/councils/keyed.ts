import { isDeepStrictEqual } from 'node:util';
import { action } from '#kernel/action';
import { authorOf } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { canKeep, mayKeep } from './policy.ts';
import { unanswered } from './rules.ts';
import { seatedIn, sessionWithCouncil, subjectOf } from './rows.ts';
import { KeySheet } from './schema.ts';
import { agendaItem, checkGiven, openSheet, seal } from './sheets.ts';

export type Keyed = { state: 'waits' | 'sealed' | 'differs'; differing: string[] };

const byName = (answers: readonly { item: string; value: unknown; comment: string | null }[]) =>
  new Map(answers.map(({ item, value, comment }) => [item, { value, comment }]));

/**
 * Keys in a sheet that a member scored on paper. Two people type it and neither sees what the other typed: if both say
 * the same the sheet is sealed as that member's; if not, only the items that differ are named, and both look again.
 * Whoever typed once types over their own. The member declares a conflict on paper, too: who has one scores nothing.
 * A written opinion that came on paper in time may be keyed in after the last day: the keeper answers for the day it came.
 * @throws AppError not_found, state.conflict, input.invalid
 */
export const keySheet = action(
  { name: 'councils.key', input: KeySheet, may: mayKeep },
  async (tx, input): Promise<Keyed> => {
    const { session, council } = await sessionWithCouncil(tx, input.session, 'alone');
    if (!canKeep(tx.actor, council)) throw new AppError('not_found');
    const at = await agendaItem(tx, session, council, input.dossier);
    const member = (await seatedIn(tx, session, tx.today)).find(({ id }) => id === input.member);
    if (!member) throw new AppError('not_found');
    checkGiven(at.sheet, input.answers);
    const missing = unanswered(at.sheet, input.answers);
    if (missing.length)
      throw new AppError('input.invalid', { issues: missing.map((code) => ({ path: `answers.${code}`, key: 'councils.unanswered' })) }); // prettier-ignore
    const sheet = await openSheet(tx, at, member.id, 'paper');
    const before = await tx.db
      .selectFrom('grading.keyed_sheet')
      .select(['keyer', 'person_id', 'answers'])
      .where('sheet_id', '=', sheet)
      .execute();
    const person = authorOf(tx);
    const own = before.find(({ person_id }) => person_id === person);
    const other = before.find(({ person_id }) => person_id !== person);
    if (!own && before.length === 2)
      throw new AppError('state.conflict', { details: { reason: 'councils.two_keyed' } });
    const keyer = own?.keyer ?? (before.some((one) => one.keyer === 1) ? 2 : 1);
    const said = { answers: JSON.stringify(input.answers), keyed_at: tx.now };
    await tx.db
      .insertInto('grading.keyed_sheet')
      .values({ sheet_id: sheet, keyer, person_id: person, ...said })
      .onConflict((on) => on.columns(['sheet_id', 'keyer']).doUpdateSet(said))
      .execute();
    await record(tx, 'sheet.keyed', subjectOf(session, council), { dossier: input.dossier, member: member.id });
    if (!other) return { state: 'waits', differing: [] };
    const [mine, theirs] = [byName(input.answers), byName(other.answers as typeof input.answers)];
    const differing = [...new Set([...mine.keys(), ...theirs.keys()])].filter(
      (name) => !isDeepStrictEqual(mine.get(name), theirs.get(name)),
    );
    if (differing.length) return { state: 'differs', differing };
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
