import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isOfficer } from '#domain/identity/rules';
import {
  type Filled,
  leadProductOn,
  lendCode,
  letProductStand,
  lockTwoProducts,
  takeCodeBack,
  withdrawnOfOne,
} from '#domain/products/merging';
import { assertMergeable, assertTwo, assertUndoable, conflict } from './hindrances.ts';
import { keepMoved, type MergeRow, moveAll, moveBack, movedBy, tell } from './journal.ts';
import { filledOfProduct } from './rules.ts';
import { MergeTwo } from './schema.ts';

/** What the journal calls the code of the one, kept as an old code of the other. */
const lent = 'products.product.code';

/**
 * Two products of one producer are one: stars of both are held by the one that stays, and every code of the other finds
 * it. @returns the id of the merge
 * @throws AppError not_found, refused, version.stale, input.invalid, state.conflict with what to do first
 */
export const mergeProducts = action(
  { name: 'duplicates.merge_products', input: MergeTwo, may: isOfficer },
  async (tx, input) => {
    assertTwo(input);
    const [kept, merged] = await lockTwoProducts(tx, input.keep, input.merge);
    await assertMergeable(tx, 'product', kept, merged, input);
    if (kept.producer_id !== merged.producer_id) throw conflict('two_producers');
    const decision = await withdrawnOfOne(tx, kept.id, merged.id);
    if (decision) throw conflict('withdrawn_of_one', { decision });
    const filled = filledOfProduct(kept, merged) as Filled[];
    const { id } = await moveAll(tx, 'product', { from: merged.id, to: kept.id, why: input.why, filled });
    if (merged.code && (await lendCode(tx, merged.code, kept.id)))
      await keepMoved(tx, id, [{ pointer: lent, key: merged.code, closed: false }]);
    await leadProductOn(tx, merged, kept, filled);
    await tell(tx, 'product.merged', { merge: id, kept, merged });
    return { id };
  },
);

/** @throws AppError not_found, refused, state.conflict with what stands in the way */
export async function undoProducts(tx: Tx, row: MergeRow, why: string): Promise<void> {
  const [kept, merged] = await lockTwoProducts(tx, row.kept_id, row.merged_id);
  if (merged.merged_into !== kept.id) throw new AppError('state.conflict');
  const moved = await movedBy(tx, row.id);
  await assertUndoable(tx, 'product', kept, row.merged_at, moved);
  await moveBack(tx, row, moved, why);
  for (const { key } of moved.filter(({ pointer }) => pointer === lent)) await takeCodeBack(tx, key, kept.id);
  await letProductStand(tx, merged, kept, row.filled as Filled[]);
  await tell(tx, 'product.unmerged', { merge: row.id, kept, merged });
}
