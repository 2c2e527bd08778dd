import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { type LockedDossier, lockDossier, moveDossier } from '#domain/grading/dossiers/rows';
import { recordRecognition } from '#domain/products/recognitions';
import { readHundredths } from '#domain/products/rules';
import { sendLetters } from './letters.ts';
import { lockScored } from './outcomes.ts';
import { isOfOffice, mayDecide } from './policy.ts';
import { stepsOf } from './results.ts';
import { AnswerOfMinistry, SendToMinistry } from './schema.ts';

/**
 * Approves a result of ninety points and more and asks the ministry for five stars (article 7.3e). Meanwhile the earlier
 * star shows as long as it is valid, and none after that.
 * @throws AppError not_found, state.conflict for a result below ninety points, input.invalid at `sent_on`
 */
export const sendToMinistry = action(
  { name: 'decisions.send_to_ministry', input: SendToMinistry, may: mayDecide },
  async (tx, input) => {
    const { dossier, scored } = await lockScored(tx, input.dossier);
    if (!stepsOf(scored, 'ask').includes('ministry'))
      throw new AppError('state.conflict', { details: { reason: 'decisions.below_ninety' } });
    if (input.sent_on > tx.today) throw fieldError('sent_on', 'producers.future');
    await moveDossier(tx, dossier, { level: 'ministry', status: 'proposed' });
    await tx.db
      .insertInto('grading.ministry_file')
      .values({
        id: newId(),
        dossier_id: dossier.id,
        request_no: input.request_no,
        sent_on: input.sent_on,
        made_at: tx.now,
        made_by: authorOf(tx),
      })
      .execute();
    await letter(tx, dossier, 'sent_to_ministry');
    await record(tx, 'result.sent_to_ministry', subjectOf(dossier), { dossier: dossier.id, total: scored.total });
  },
);

/**
 * Records what the ministry answered on paper: five stars by the minister's decision; or, below ninety points, back to
 * the province, which recognises three or four stars on that result or scores again (article 7.4e-g).
 * @throws AppError not_found, state.conflict when no file waits, input.invalid
 */
export const answerOfMinistry = action(
  { name: 'decisions.answer_of_ministry', input: AnswerOfMinistry, may: mayDecide },
  async (tx, input) => {
    const dossier = await lockDossier(tx, input.dossier, (actor, one) =>
      isOfOffice(actor, { level: 'province', area_path: one.area_path }),
    );
    const file = await tx.db
      .selectFrom('grading.ministry_file')
      .select(['id', 'sent_on'])
      .where('dossier_id', '=', dossier.id)
      .where('outcome', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!file || dossier.level !== 'ministry')
      throw new AppError('state.conflict', { details: { reason: 'decisions.nothing_waits' } });
    if (input.outcome_on > tx.today) throw fieldError('outcome_on', 'producers.future');
    if (input.outcome_on < file.sent_on) throw fieldError('outcome_on', 'decisions.before_request');
    const total = input.total === null ? null : readHundredths(input.total);
    if (input.total !== null && total === null) throw fieldError('total', 'products.points_wrong');
    await answers[input.outcome](tx, dossier, input, total);
    await tx.db
      .updateTable('grading.ministry_file')
      .set({
        outcome: input.outcome,
        outcome_no: input.outcome_no,
        outcome_on: input.outcome_on,
        stars: input.stars,
        total,
        note: input.note,
      }) // prettier-ignore
      .where('id', '=', file.id)
      .execute();
    await record(tx, 'result.answered_by_ministry', subjectOf(dossier), {
      dossier: dossier.id,
      outcome: input.outcome,
    });
  },
);

type Answer = ReturnType<(typeof AnswerOfMinistry)['parse']>;

const answers: Record<Answer['outcome'], (tx: Tx, dossier: LockedDossier, said: Answer, total: number | null) => Promise<void>> = {
  async recognised(tx, dossier, said, total) {
    await moveDossier(tx, dossier, { level: 'ministry', status: 'recognised' });
    await recordRecognition(tx, {
      product: dossier.product_id,
      stars: 5,
      reason: dossier.kind,
      level: 'ministry',
      criteria: dossier.decision,
      decision_no: said.outcome_no,
      decided_on: said.outcome_on,
      decided_by: said.signer_title,
      certificate_no: said.certificate_no,
      printed_end: said.printed_end,
      total: total === null ? '' : said.total,
    });
    await letter(tx, dossier, 'recognised');
  },
  async recognise_on_result(tx, dossier, said, total) {
    if ((said.stars ?? 0) > 4) throw fieldError('stars', 'decisions.below_five');
    if (total !== null && total >= 9000) throw fieldError('total', 'decisions.below_ninety_only');
    await moveDossier(tx, dossier, { level: 'province', status: 'scored' });
    await letter(tx, dossier, 'returned_by_ministry', said.note);
  },
  async score_again(tx, dossier, said) {
    await moveDossier(tx, dossier, { level: 'province', status: 'received' });
    await letter(tx, dossier, 'returned_by_ministry', said.note);
  },
}; // prettier-ignore

const subjectOf = ({ product_id, area_path }: LockedDossier) => ({ kind: 'product', id: product_id, area: area_path });

const letter = (
  tx: Tx,
  dossier: LockedDossier,
  kind: 'recognised' | 'sent_to_ministry' | 'returned_by_ministry',
  reason: string | null = null,
) =>
  sendLetters(tx, [
    {
      kind,
      area_path: dossier.area_path,
      producer_id: dossier.producer_id,
      product_id: dossier.product_id,
      dossier_id: dossier.id,
      reason,
    },
  ]);
