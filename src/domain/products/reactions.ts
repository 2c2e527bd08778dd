import { inTransaction, touch } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import type { Reaction } from '#kernel/jobs';
import { relist } from './listing.ts';

/** A producer's name and kind stand in the rows of its products. */
export const relistProducts: Reaction = {
  hears: ['producer.changed', 'producer.renamed', 'producer.renaming_taken_back'],
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

/** The name of its commune stands in the row of a product; an administrative reform can change it. */
export const renewPlaces = (ctx: Ctx): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const renamed = await tx.db
      .selectFrom('products.listing as listing')
      .innerJoin('areas.unit as unit', 'unit.id', 'listing.commune_id')
      .select('listing.product_id')
      .whereRef('unit.name', 'is distinct from', 'listing.commune_name')
      .execute();
    await relist(
      tx,
      renamed.map(({ product_id }) => product_id),
    );
  });
