import { publicProducer } from '#domain/producers/queries';
import { productsOf } from '#domain/products/queries';
import type { PageServerLoad } from './$types.js';

/** The organisations of this person, as the public sees them, each with its products and their star of today. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const ids = new Set((ctx.actor?.grants ?? []).flatMap(({ organisation }) => organisation ?? []));
  const organisations = [...ids].map(async (id) => {
    const [{ name, origin }, products] = await Promise.all([publicProducer(ctx, id), productsOf(ctx, id)]);
    return { id, name, origin, products };
  });
  return { organisations: await Promise.all(organisations) };
};
