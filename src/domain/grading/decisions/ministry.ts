import { action, touch } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { type LockedDossier, lockDossier, moveDossier } from '#domain/grading/dossiers/rows';
import { frameOf } from '#domain/criteria/frames';
import { recordRecognition } from '#domain/products/recognitions';
import { certificateEnd, readHundredths } from '#domain/products/rules';
import { sendLetters } from './letters.ts';
import { lockScored } from './outcomes.ts';
import { isOfOffice, mayDecide } from './policy.ts';
import { scoredDossiers, stepsOf } from './results.ts';
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
 * Records what the ministry answered: five stars by the minister's decision; or, below ninety points, back to the
 * province, which recognises three or four stars on that result or scores again (article 7.4e-g). The province records
 * what came on paper; the ministry's own office sends back what its council scored here, and gives five stars here only
 * by a decision that it releases.
 * @throws AppError not_found, state.conflict when no file waits, input.invalid
 */
export const answerOfMinistry = action(
  { name: 'decisions.answer_of_ministry', input: AnswerOfMinistry, may: mayDecide, taken: { certificate_number: { path: 'certificate_no', key: 'decisions.certificate_taken' } } }, // prettier-ignore
  async (tx, input) => {
    const dossier = await lockDossier(tx, input.dossier, (actor, one) =>
      (['province', 'ministry'] as const).some((level) => isOfOffice(actor, { level, area_path: one.area_path })),
    );
    if (dossier.status === 'scored') await assertGoesBack(tx, dossier.id, input);
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

/** What the ministry's council scored here is the ministry's to send back, and only where five stars were missed. */
async function assertGoesBack(tx: Tx, dossier: string, { outcome, stars, total }: Answer): Promise<void> {
  const [scored] = await scoredDossiers(tx, [dossier]);
  if (!scored || scored.level !== 'ministry') throw new AppError('not_found');
  if (scored.decision_id) throw new AppError('state.conflict', { details: { reason: 'decisions.on_another' } });
  if (outcome === 'recognised' || !stepsOf(scored, 'ask').includes('return'))
    throw new AppError('state.conflict', { details: { reason: 'decisions.by_own_decision' } });
  if (outcome === 'score_again') return;
  if (stars !== scored.stars) throw fieldError('stars', 'decisions.not_the_result');
  if (total === null || readHundredths(total) !== scored.total) throw fieldError('total', 'decisions.not_the_result');
}

type Answer = ReturnType<(typeof AnswerOfMinistry)['parse']>;

const answers: Record<Answer['outcome'], (tx: Tx, dossier: LockedDossier, said: Answer, total: number | null) => Promise<void>> = {
  async recognised(tx, dossier, said, total) {
    await moveDossier(tx, dossier, { level: 'ministry', status: 'recognised' });
    const { id: recognition } = await recordRecognition(tx, {
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
    const decision = await paperDecision(tx, dossier, said, { recognition, total });
    await letter(tx, dossier, 'recognised', null, decision);
  },
  async recognise_on_result(tx, dossier, said, total) {
    const { bands } = frameOf(dossier.decision)!;
    const stars = said.stars ?? 0;
    if (stars > 4) throw fieldError('stars', 'decisions.below_five');
    if (total === null) throw fieldError('total', 'fields.required');
    if (total >= bands[5] * 100) throw fieldError('total', 'decisions.below_ninety_only');
    // A missed minimum may leave fewer stars than the points give, never more.
    if (stars > 1 && total < bands[stars as 2] * 100) throw fieldError('stars', 'decisions.more_than_points');
    await moveDossier(tx, dossier, { level: 'province', status: 'scored' });
    await letter(tx, dossier, 'returned_by_ministry', said.note);
  },
  async score_again(tx, dossier, said) {
    await moveDossier(tx, dossier, { level: 'province', status: 'received' });
    await letter(tx, dossier, 'returned_by_ministry', said.note);
  },
}; // prettier-ignore

const subjectOf = ({ product_id, area_path }: LockedDossier) => ({ kind: 'product', id: product_id, area: area_path });

/** The minister's decision as a row of its own, with the product's line and certificate: one covers many products. @returns its id */
async function paperDecision(
  tx: Tx,
  dossier: LockedDossier,
  said: Answer,
  { recognition, total }: { recognition: string; total: number | null },
): Promise<string> {
  const by = authorOf(tx);
  const { id } = await tx.db
    .insertInto('grading.decision')
    .values({
      id: newId(),
      kind: 'recognise',
      level: 'ministry',
      area_path: 'VN',
      status: 'released',
      number: said.outcome_no,
      decided_on: said.outcome_on,
      signer: said.signer ?? '', // not every copy that comes back names who signed
      signer_title: said.signer_title,
      released_at: tx.now,
      released_by: by,
      made_at: tx.now,
      made_by: by,
      changed_at: tx.now,
      changed_by: by,
    })
    .onConflict((at) =>
      at
        .columns(['area_path', 'number', 'decided_on'])
        .where('number', 'is not', null)
        .doUpdateSet({ changed_at: tx.now }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx.db
    .insertInto('grading.decision_line')
    .values({
      id: newId(),
      decision_id: id,
      product_id: dossier.product_id,
      dossier_id: dossier.id,
      stars: 5,
      total,
      certificate_no: said.certificate_no,
      printed_end: said.printed_end,
      recognition_id: recognition,
    })
    .execute();
  touch(tx, 'decisions');
  if (!said.certificate_no) return id;
  await tx.db
    .insertInto('grading.certificate')
    .values({
      recognition_id: recognition,
      product_id: dossier.product_id,
      decision_id: id,
      area_path: 'VN',
      number: said.certificate_no,
      stars: 5,
      issued_on: said.outcome_on,
      ends_on: certificateEnd(said.outcome_on, said.printed_end),
      issued_at: tx.now,
    })
    .execute();
  await record(tx, 'certificate.issued', subjectOf(dossier), {
    recognition,
    decision: id,
    number: said.certificate_no,
  });
  return id;
}

const letter = (
  tx: Tx,
  dossier: LockedDossier,
  kind: 'recognised' | 'sent_to_ministry' | 'returned_by_ministry',
  reason: string | null = null,
  decision_id: string | null = null,
) =>
  sendLetters(tx, [
    {
      kind,
      area_path: dossier.area_path,
      producer_id: dossier.producer_id,
      product_id: dossier.product_id,
      dossier_id: dossier.id,
      decision_id,
      reason,
    },
  ]);
