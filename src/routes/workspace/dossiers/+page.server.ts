import { dossiersOf } from '#domain/grading/dossiers/queries';
import { producerNames } from '#domain/producers/queries';
import { productsOf } from '#domain/products/queries';
import { rowOf } from '../../dossiers/follow.ts';
import type { PageServerLoad } from './$types.js';

/** The dossiers of one's own producers, and the products that have none open. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const ids = [...new Set((ctx.actor?.grants ?? []).flatMap(({ organisation }) => organisation ?? []))];
  const names = await producerNames(ctx, ids);
  return {
    producers: await Promise.all(
      ids.map(async (id) => {
        const [dossiers, products] = await Promise.all([dossiersOf(ctx, id), productsOf(ctx, id)]);
        const rows = dossiers.map((one) => ({ ...rowOf(ctx, one), product_id: one.product_id }));
        const busy = new Set(rows.filter(({ isOver }) => !isOver).map(({ product_id }) => product_id));
        return {
          id,
          name: names[id] ?? '',
          dossiers: rows,
          products: products.filter((product) => !busy.has(product.id)).map((product) => ({ id: product.id, name: product.name })), // prettier-ignore
        };
      }),
    ),
  };
};
