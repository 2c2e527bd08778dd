import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, correctFact, supersede } from '#kernel/facts';
import { changesOf } from '#kernel/versions';
import { isOfficer } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { asVersion, lockRecognition, show, withdrawalOf } from './rows.ts';
import { CorrectWithdrawal, TakeBackWithdrawal, WithdrawRecognition } from './schema.ts';

type Withdrawn = { on: string; ground: string; decision_no: string | null; note: string | null };

/** @throws AppError input.invalid at `on` for a day that has not come, or before the decision */
function assertDay(tx: Tx, fact: { valid_from: string | null }, { on }: Withdrawn): void {
  if (on > tx.today) throw fieldError('on', 'producers.future');
  if (fact.valid_from && on < fact.valid_from) throw fieldError('on', 'products.before_decision');
}

const columnsOf = ({ on, ground, decision_no, note }: Withdrawn) => ({ ground, decision_no, note, valid_from: on });

/** What the log tells: not the note, which may speak of people. */
const told = ({
  ground,
  decision_no,
  valid_from,
}: {
  ground: string;
  decision_no: string | null;
  valid_from: string;
}) => ({
  ground,
  decision_no,
  valid_from,
});

/**
 * Withdraws a star on one of the six grounds (26/2026/QĐ-TTg, article 8.1).
 * @throws AppError not_found, refused, state.conflict when it is withdrawn already, input.invalid at `on`
 */
export const withdrawRecognition = action(
  { name: 'products.withdraw', input: WithdrawRecognition, may: isOfficer },
  async (tx, { id, ...input }) => {
    const { fact, product } = await lockRecognition(tx, id);
    assertDay(tx, fact, input);
    if (await withdrawalOf(tx, fact.id))
      throw new AppError('state.conflict', { details: { reason: 'products.withdrawn_already' } });
    const values = columnsOf(input);
    await addFact(tx, 'products.withdrawal', { recognition_id: fact.id, product_id: product.id, ...values });
    const subject = { kind: 'product', id: product.id, area: product.area_path };
    await record(tx, 'recognition.withdrawn', subject, { recognition_id: fact.id, ...told(values) });
    await show(tx, product);
  },
);

/** The recognition, locked, and its withdrawal. @throws AppError not_found, refused */
async function lockWithdrawal(tx: Tx, recognition: string) {
  const { fact, product } = await lockRecognition(tx, recognition);
  const withdrawal = await withdrawalOf(tx, fact.id);
  if (!withdrawal) throw new AppError('not_found');
  return { fact, product, withdrawal };
}

/** Corrects the day, ground or number of a withdrawal. @throws AppError not_found, refused, version.stale, input.invalid at `on` */
export const correctWithdrawal = action(
  { name: 'products.correct_withdrawal', input: CorrectWithdrawal, may: isOfficer },
  async (tx, { id, version, ...input }) => {
    const { fact, product, withdrawal } = await lockWithdrawal(tx, id);
    await assertVersion(tx, asVersion(withdrawal), version, {
      ...told(withdrawal),
      on: withdrawal.valid_from,
      note: withdrawal.note,
    });
    assertDay(tx, fact, input);
    const values = columnsOf(input);
    await correctFact(tx, 'products.withdrawal', withdrawal, {
      recognition_id: fact.id,
      product_id: product.id,
      ...values,
    });
    await record(
      tx,
      'recognition.withdrawal_corrected',
      { kind: 'product', id: product.id, area: product.area_path },
      { recognition: id, changes: changesOf(told(withdrawal), told(values)) },
    );
    await show(tx, product);
  },
);

/** Takes back a withdrawal that was recorded by mistake: the star stands as if it had never been. @throws AppError not_found, refused, version.stale */
export const takeBackWithdrawal = action(
  { name: 'products.take_back_withdrawal', input: TakeBackWithdrawal, may: isOfficer },
  async (tx, { id, version }) => {
    const { product, withdrawal } = await lockWithdrawal(tx, id);
    await assertVersion(tx, asVersion(withdrawal), version, told(withdrawal));
    await supersede(tx, 'products.withdrawal', withdrawal.row_id);
    const subject = { kind: 'product', id: product.id, area: product.area_path };
    await record(tx, 'recognition.withdrawal_taken_back', subject, { recognition: id });
    await show(tx, product);
  },
);
