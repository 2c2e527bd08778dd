import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { checkedField } from '#domain/grading/dossiers/fields';
import { dossierAnswers } from '#domain/grading/dossiers/queries';
import { isSame } from '#domain/grading/rules';
import { isOfDesk } from '#domain/grading/dossiers/policy';
import { type DossierKind, fieldName } from '#domain/grading/dossiers/rules';
import type { AnswerValue } from '#domain/grading/schema';
import { assertVersion } from '#domain/identity/versions';
import { mayAdvise } from './policy.ts';
import { assertDay, lockAdvised, subjectOf } from './rows.ts';
import { authorFor, mayReportIn } from './rules.ts';
import { SendReport, VerifyAnswer } from './schema.ts';

/**
 * What the group holds to be the right answer to an item; where it differs from the producer's, it says why.
 * @throws AppError not_found, state.conflict, version.stale, input.invalid at `value-<item>` or `note-<item>`
 */
export const verifyAnswer = action(
  { name: 'reviews.verify', input: VerifyAnswer, may: mayAdvise },
  async (tx, { dossier: id, item, value, note, version }) => {
    const dossier = await lockAdvised(tx, id);
    const { sheet, fields } = await dossierAnswers(tx, id, () => true);
    const name = fieldName.answer(item);
    checkedField(sheet, dossier.kind as DossierKind, name, value);
    const own = (fields[name]?.value ?? null) as AnswerValue;
    if (!isSame(own, value) && !note) throw fieldError(`note-${item}`, 'reviews.say_why');
    const before = await tx.db
      .selectFrom('grading.verified_answer')
      .selectAll()
      .where('dossier_id', '=', id)
      .where('item', '=', item)
      .executeTakeFirst();
    const seen = { version: before?.version ?? 0, changed_by: before?.by ?? null, changed_at: before?.at ?? tx.now };
    await assertVersion(tx, seen, version, { note: before?.note ?? '' });
    const row = { value: JSON.stringify(value), note, version: version + 1, at: tx.now, by: authorOf(tx) };
    await tx.db
      .insertInto('grading.verified_answer')
      .values({ dossier_id: id, item, ...row })
      .onConflict((at) => at.columns(['dossier_id', 'item']).doUpdateSet(row))
      .execute();
    await record(tx, 'review.verified', subjectOf(dossier), { dossier: id, item, differs: !isSame(own, value) });
  },
);

/** @throws AppError state.conflict where a report that leaves nothing open was sent already */
async function assertUnreported(tx: Tx, dossier: string, level: string): Promise<void> {
  const last = await tx.db
    .selectFrom('grading.advisory_report')
    .select('proposal')
    .where('dossier_id', '=', dossier)
    .where('level', '=', level)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (last && last.proposal !== 'grade_after')
    throw new AppError('state.conflict', { details: { reason: 'reviews.reported' } });
}

/**
 * Reports to the council's chair: the advisory group (article 7.3), of a regrading the OCOP office (article 7.6c). After
 * "grade once it is completed" another report follows; any other is the last.
 * @returns its id @throws AppError not_found, refused, state.conflict, input.invalid at `sent_on`
 */
export const sendReport = action(
  { name: 'reviews.report', input: SendReport, may: mayAdvise },
  async (tx, { dossier: id, ...report }) => {
    const dossier = await lockAdvised(tx, id);
    const author = authorFor(dossier.kind);
    if (author === 'office' && !isOfDesk(tx.actor, dossier)) throw new AppError('refused');
    if (!mayReportIn(author, dossier.status))
      throw new AppError('state.conflict', { details: { reason: 'reviews.hand_over_first' } });
    assertDay(tx, 'sent_on', report.sent_on, dossier.filed_on);
    await assertUnreported(tx, id, dossier.level);
    const report_id = newId();
    await tx.db
      .insertInto('grading.advisory_report')
      .values({ id: report_id, dossier_id: id, level: dossier.level, author, ...report, sent_at: tx.now, sent_by: authorOf(tx) })
      .execute(); // prettier-ignore
    await record(tx, 'review.reported', subjectOf(dossier), { dossier: id, report: report_id, author, proposal: report.proposal }); // prettier-ignore
    return { id: report_id };
  },
);
