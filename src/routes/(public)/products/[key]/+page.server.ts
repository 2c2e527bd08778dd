import { decision } from '#domain/criteria/sheets';
import { picturesOf } from '#domain/products/pictures';
import { publicProduct } from '#domain/products/queries';
import { printedCode } from '#domain/products/verify';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const product = await publicProduct(ctx, event.params.key);
  cacheable(event, [`product:${product.id}`, `producer:${product.producer_id}`, 'criteria']);
  return {
    product,
    pictures: await picturesOf(ctx, product.id),
    printed: printedCode(product),
    set: decision.sets.find(({ no }) => no === product.set_no)!.name[ctx.locale],
  };
};
