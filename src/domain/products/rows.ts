import { touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { assertStands } from '#kernel/pointers';
import { relist } from './listing.ts';
import { canDescribe, canEditProduct } from './policy.ts';

/** Shows a change in the register at once: its row, and every kept page of the product and its producer. */
export async function show(tx: Tx, product: { id: string; producer_id: string | null }) {
  await relist(tx, [product.id]);
  touch(tx, 'products', `product:${product.id}`, `producer:${product.producer_id}`);
}

/** The product, locked, if this person may edit it. @throws AppError not_found, refused */
export const lockEditable = (tx: Tx, id: string) => lock(tx, id, canEditProduct);

/** The product, locked, for its producer's own people, too. @throws AppError not_found, refused */
export const lockOwn = (tx: Tx, id: string) => lock(tx, id, canDescribe);

async function lock(tx: Tx, id: string, may: typeof canDescribe) {
  const product = await tx.db
    .selectFrom('products.product')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!product) throw new AppError('not_found');
  if (!may(tx.actor, product)) throw new AppError('refused');
  assertStands(product);
  return product;
}

/**
 * A recognition and its product, locked, if this person may edit it. The product is locked before the fact is read, so
 * that the second of two sees what the first wrote, and is told of it.
 * @throws AppError not_found, refused
 */
export async function lockRecognition(tx: Tx, id: string) {
  const of = () => tx.db.selectFrom('products.recognition').where('id', '=', id).where('superseded_at', 'is', null);
  const held = await of().select('product_id').executeTakeFirst();
  if (!held) throw new AppError('not_found');
  const product = await lockEditable(tx, held.product_id);
  const fact = await of().selectAll().executeTakeFirst();
  if (!fact) throw new AppError('not_found'); // taken back meanwhile
  return { fact, product };
}

/** The withdrawal of a recognition; undefined if it was never withdrawn. */
export const withdrawalOf = (tx: Tx, recognition: string) =>
  tx.db
    .selectFrom('products.withdrawal')
    .selectAll()
    .where('recognition_id', '=', recognition)
    .where('superseded_at', 'is', null)
    .executeTakeFirst();

/** A fact as a form that was opened earlier is held against it. */
export const asVersion = (fact: { version: number; recorded_by: string | null; recorded_at: Date }) => ({
  version: fact.version,
  changed_by: fact.recorded_by,
  changed_at: fact.recorded_at,
});
