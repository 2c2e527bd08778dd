import { verify } from '#domain/products/verify';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const verdict = await verify(event.locals.ctx, event.params.code);
  // Any product may come to bear the code, so that every change of the register may change the answer.
  cacheable(event, ['products', ...verdict.matches.map(({ product }) => `producer:${product.producer_id}`)]);
  return { verdict };
};
