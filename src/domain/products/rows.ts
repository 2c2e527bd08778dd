import { touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { relist } from './listing.ts';
import { canEditProduct } from './policy.ts';

/** Shows a change in the register at once: its row, and every kept page of the product and its producer. */
export async function show(tx: Tx, product: { id: string; producer_id: string | null }) {
  await relist(tx, [product.id]);
  touch(tx, 'products', `product:${product.id}`, `producer:${product.producer_id}`);
}

/** The product, locked, if this person may edit it. @throws AppError not_found, refused */
export async function lockEditable(tx: Tx, id: string) {
  const product = await tx.db
    .selectFrom('products.product')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!product) throw new AppError('not_found');
  if (!canEditProduct(tx.actor, product)) throw new AppError('refused');
  return product;
}
