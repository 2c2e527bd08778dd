import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { recordAll } from '#kernel/events';
import { newId } from '#kernel/ids';
import { isOfficer } from '#domain/identity/rules';
import { lockTwoProducers } from '#domain/producers/merging';
import { lockTwoProducts } from '#domain/products/merging';
import { alikeTo } from './finding.ts';
import { lockMerge } from './journal.ts';
import { undoProducers } from './producers.ts';
import { undoProducts } from './products.ts';
import { inOrder } from './rows.ts';
import { TellApart, UndoMerge } from './schema.ts';

/**
 * Undoes a merge: what it moved goes back, what came after it stays with the one that stayed.
 * @throws AppError not_found, refused, state.conflict with what stands in the way
 */
export const undoMerge = action({ name: 'duplicates.undo', input: UndoMerge, may: isOfficer }, async (tx, input) => {
  const row = await lockMerge(tx, input.merge);
  await (row.kind === 'producer' ? undoProducers : undoProducts)(tx, row, input.why);
});

/**
 * Says that two are not the same. They come back only when the rule sees something else in them.
 * @throws AppError not_found, refused, input.invalid at `other` for two that nothing speaks for
 */
export const tellApart = action(
  { name: 'duplicates.tell_apart', input: TellApart, may: isOfficer },
  async (tx, { kind, why, ...two }) => {
    const [one, other] = inOrder(two.one, two.other);
    const both = await (kind === 'producer' ? lockTwoProducers : lockTwoProducts)(tx, one, other);
    const alike = await likeness(tx, kind, one, other);
    if (!alike) throw fieldError('other', 'duplicates.not_alike');
    const decided = { state: 'apart', why, decided_by: authorOf(tx), decided_at: tx.now };
    const seen = { level: alike.level, reasons: alike.reasons, basis: alike.basis };
    await tx.db
      .insertInto('duplicates.pair')
      .values({ id: newId(), kind, one, other, ...seen, ...decided, found_at: tx.now })
      .onConflict((at) => at.columns(['kind', 'one', 'other']).doUpdateSet({ ...seen, ...decided }))
      .execute();
    await recordAll(
      tx,
      kind === 'producer' ? 'producer.told_apart' : 'product.told_apart',
      both.map(({ id, area_path }) => ({ subject: { kind, id, area: area_path }, data: { one, other } })),
    );
  },
);

const likeness = async (tx: Tx, kind: 'producer' | 'product', one: string, other: string) =>
  (await alikeTo(tx, kind, [one])).find((alike) => alike.other === other);
