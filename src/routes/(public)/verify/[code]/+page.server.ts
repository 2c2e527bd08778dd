import { verify } from '#domain/products/verify';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const verdict = await verify(event.locals.ctx, event.params.code);
  if (verdict.matched) cacheable(event, `product:${verdict.product.id}`, `producer:${verdict.product.producer_id}`);
  else cacheable(event, 'products');
  return { verdict };
};
