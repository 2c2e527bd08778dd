import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, correctFact, supersede } from '#kernel/facts';
import { changesOf } from '#kernel/versions';
import { frameOf } from '#domain/criteria/frames';
import type { Star } from '#domain/criteria/rules';
import { isOfficer } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { assignCode } from './codes.ts';
import { asVersion, lockEditable, lockRecognition, show, withdrawalOf } from './rows.ts';
import { certificateEnd, criteriaVersions, longestEnd, pointsFault } from './rules.ts';
import { CorrectRecognition, type RecognitionInput, RecordRecognition, TakeBackRecognition } from './schema.ts';

/**
 * A star that a decision gave. Its certificate ends as printed, else 36 months from the decision. Without a decision
 * date the star is recorded and shown as unknown.
 * @throws AppError not_found, refused, input.invalid
 */
export const recordRecognition = action(
  { name: 'products.recognise', input: RecordRecognition, may: isOfficer },
  async (tx, { product: productId, ...input }) => {
    const product = await lockEditable(tx, productId);
    const values = recognitionOf(tx, input);
    await assertOnly(tx, product.id, values);
    const id = await addFact(tx, 'products.recognition', { product_id: product.id, ...values });
    if (!product.code && input.criteria === '26/2026/QĐ-TTg' && input.decided_on)
      await assignCode(tx, product, Number(input.decided_on.slice(0, 4)));
    await record(
      tx,
      'recognition.recorded',
      { kind: 'product', id: product.id, area: product.area_path },
      { recognition: id, ...values },
    );
    await show(tx, product);
    return { id };
  },
);

/** @throws AppError input.invalid at `decision_no` when the product has another recognition by this decision */
async function assertOnly(
  tx: Tx,
  product: string,
  { decided_on, decision_no }: { decided_on: string | null; decision_no: string | null },
  but?: string,
): Promise<void> {
  const twins = await tx.db
    .selectFrom('products.recognition')
    .select('id')
    .where('product_id', '=', product)
    .where('superseded_at', 'is', null)
    .where('decided_on', 'is not distinct from', decided_on)
    .where('decision_no', 'is not distinct from', decision_no)
    .execute();
  if (twins.some(({ id }) => id !== but)) throw fieldError('decision_no', 'products.recognised_already');
}

/**
 * What is stored of a recognition that was typed, once it keeps the rules of its decision.
 * @throws AppError input.invalid at the field that breaks one
 */
export function recognitionOf(tx: Pick<Tx, 'today'>, { printed_end, ...input }: Omit<RecognitionInput, 'product'>) {
  if (input.decided_on && input.decided_on > tx.today) throw fieldError('decided_on', 'producers.future');
  if (printed_end && !input.decided_on) throw fieldError('decided_on', 'products.decision_day_needed');
  if (printed_end && input.decided_on && printed_end <= input.decided_on)
    throw fieldError('printed_end', 'producers.ends_before');
  if (printed_end && input.decided_on && printed_end > longestEnd(input.decided_on))
    throw fieldError('printed_end', 'products.end_too_late');
  const version = criteriaVersions.find(({ code }) => code === input.criteria)!;
  if (input.decided_on && (input.decided_on < version.from || (version.to && input.decided_on > version.to)))
    throw fieldError('criteria', 'products.criteria_not_in_force');
  if (input.stars === 5 && input.decided_on && input.decided_on >= '2019-08-21' && input.level !== 'ministry')
    throw fieldError('level', 'products.five_by_ministry');
  if (input.stars < 5 && input.level === 'ministry') throw fieldError('level', 'products.ministry_gives_five');
  if (input.level === 'district' && (input.decided_on ?? version.from) > '2025-06-30')
    throw fieldError('level', 'products.no_districts');
  if (input.level === 'district' && input.stars > 3 && input.criteria === '148/QĐ-TTg')
    throw fieldError('level', 'products.district_gives_three');
  if (input.year && input.year > Number(tx.today.slice(0, 4))) throw fieldError('year', 'producers.future');
  const fault = pointsFault(input.stars as Star, input, frameOf(version.frame ?? version.code)!);
  if (fault) throw fieldError(fault.path, fault.key, fault.params);
  const total = input.total ?? (input.part_a === null ? null : input.part_a + input.part_b! + input.part_c!);
  const valid_to = input.decided_on ? certificateEnd(input.decided_on, printed_end) : null;
  return {
    ...input,
    year: input.year ?? (input.decided_on ? Number(input.decided_on.slice(0, 4)) : null),
    total,
    valid_from: input.decided_on,
    valid_to,
  };
}

/** Corrects what was recorded of a recognition: a new row, the old one stays. @throws AppError not_found, refused, version.stale, input.invalid */
export const correctRecognition = action(
  { name: 'products.correct_recognition', input: CorrectRecognition, may: isOfficer },
  async (tx, { id, version, ...input }) => {
    const { fact, product } = await lockRecognition(tx, id);
    await assertVersion(tx, asVersion(fact), version, { ...fact });
    const values = recognitionOf(tx, input);
    await assertOnly(tx, product.id, values, id);
    const withdrawn = await withdrawalOf(tx, id);
    if (withdrawn && values.decided_on && withdrawn.valid_from < values.decided_on)
      throw fieldError('decided_on', 'products.after_withdrawal');
    await correctFact(tx, 'products.recognition', fact, { product_id: product.id, ...values });
    await record(
      tx,
      'recognition.corrected',
      { kind: 'product', id: product.id, area: product.area_path },
      { recognition: id, changes: changesOf(fact, values) },
    );
    await show(tx, product);
  },
);

/** Takes back a recognition that was recorded by mistake, with its withdrawal; a real one is withdrawn, not taken back. */
export const takeBackRecognition = action(
  { name: 'products.take_back', input: TakeBackRecognition, may: isOfficer },
  async (tx, input) => {
    const { fact, product } = await lockRecognition(tx, input.id);
    await assertVersion(tx, asVersion(fact), input.version, { ...fact });
    await supersede(tx, 'products.recognition', fact.row_id);
    const withdrawal = await withdrawalOf(tx, fact.id);
    if (withdrawal) await supersede(tx, 'products.withdrawal', withdrawal.row_id);
    await record(
      tx,
      'recognition.taken_back',
      { kind: 'product', id: product.id, area: product.area_path },
      { recognition: input.id, why: input.why },
    );
    await show(tx, product);
  },
);
