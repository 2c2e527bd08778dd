import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import type { Moved } from '#kernel/pointers';
import { notYours } from '#domain/identity/roles';
import { isOfficer } from '#domain/identity/rules';
import {
  bearerOf,
  contractBetween,
  type Filled,
  leadProducerOn,
  letProducerStand,
  lockTwoProducers,
} from '#domain/producers/merging';
import { showAgain } from '#domain/products/merging';
import { assertMergeable, assertTwo, assertUndoable, conflict } from './hindrances.ts';
import { type MergeRow, moveAll, moveBack, movedBy, tell } from './journal.ts';
import { look } from './rows.ts';
import { filledOfProducer } from './rules.ts';
import { MergeTwo } from './schema.ts';

const productsIn = (moved: readonly Moved[]) =>
  moved.filter(({ pointer }) => pointer === 'products.product.producer_id').map(({ key }) => key);

/**
 * Whoever acts for the merged one acts for the one that stays. Nobody gives a role to themselves, by a merge neither.
 * @throws AppError refused
 */
function assertGainsNothing({ actor }: Tx, kept: string, merged: string): void {
  const rolesAt = (id: string) => (actor?.grants ?? []).filter(({ organisation }) => organisation === id);
  const has = rolesAt(kept).map(({ role }) => role);
  if (rolesAt(merged).some(({ role }) => !has.includes(role))) throw notYours();
}

/**
 * Two producers are one: what hangs on one hangs on the one that stays, and the other leads on to it with its names, its
 * log and what both had. @returns the id of the merge
 * @throws AppError not_found, refused, version.stale, input.invalid, state.conflict with what to do first
 */
export const mergeProducers = action(
  { name: 'duplicates.merge_producers', input: MergeTwo, may: isOfficer },
  async (tx, input) => {
    assertTwo(input);
    const [kept, merged] = await lockTwoProducers(tx, input.keep, input.merge);
    await assertMergeable(tx, 'producer', kept, merged, input);
    assertGainsNothing(tx, kept.id, merged.id);
    if (await contractBetween(tx, kept.id, merged.id)) throw conflict('contract_between');
    const filled = filledOfProducer(kept, merged) as Filled[];
    const { id, moved } = await moveAll(tx, 'producer', { from: merged.id, to: kept.id, why: input.why, filled });
    await leadProducerOn(tx, merged, kept, filled);
    await tell(tx, 'producer.merged', { merge: id, kept, merged });
    const products = productsIn(moved);
    await showAgain(tx, products);
    await look(tx, 'product', products);
    return { id };
  },
);

/** @throws AppError not_found, refused, state.conflict with what stands in the way */
export async function undoProducers(tx: Tx, row: MergeRow, why: string): Promise<void> {
  const [kept, merged] = await lockTwoProducers(tx, row.kept_id, row.merged_id);
  if (merged.merged_into !== kept.id) throw new AppError('state.conflict');
  const moved = await movedBy(tx, row.id);
  await assertUndoable(tx, 'producer', kept, row.merged_at, moved);
  const bearer = await bearerOf(
    tx,
    merged.tax_code,
    row.filled.includes('tax_code') ? [merged.id, kept.id] : [merged.id],
  );
  if (bearer) throw conflict('tax_code_since', { name: bearer });
  await moveBack(tx, row, moved, why);
  await letProducerStand(tx, merged, kept, row.filled as Filled[]);
  await tell(tx, 'producer.unmerged', { merge: row.id, kept, merged });
  await showAgain(tx, productsIn(moved));
}
