import { inTransaction, touch } from '#kernel/action';
import type { Reaction } from '#kernel/jobs';
import { relist } from './listing.ts';

/** A producer's name and kind stand in the rows of its products. */
export const relistProducts: Reaction = {
  hears: ['producer.changed', 'producer.renamed'],
  react: (ctx, { subject }) =>
    inTransaction(ctx, async (tx) => {
      const products = await tx.db
        .selectFrom('products.product')
        .select('id')
        .where('producer_id', '=', subject.id)
        .execute();
      await relist(
        tx,
        products.map(({ id }) => id),
      );
      touch(tx, 'products', ...products.map(({ id }) => `product:${id}`));
    }),
};
