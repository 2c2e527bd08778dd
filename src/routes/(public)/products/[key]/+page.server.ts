import { decision } from '#domain/criteria/sheets';
import { publicProductFacts } from '#domain/products/facts';
import { picturesOf } from '#domain/products/pictures';
import { publicProduct } from '#domain/products/queries';
import { printedCode } from '#domain/products/verify';
import { orOnward } from '#ui/moved.ts';
import { cacheable } from '#ui/public.ts';
import { toldOpen } from '../../../facts/told.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const product = await orOnward(event, '', publicProduct(ctx, event.params.key));
  cacheable(event, [`product:${product.id}`, `producer:${product.producer_id}`, 'criteria']);
  const [facts, pictures] = await Promise.all([publicProductFacts(ctx, product), picturesOf(ctx, product.id)]);
  return {
    product,
    facts: toldOpen(ctx, facts),
    pictures,
    printed: printedCode(product),
    set: decision.sets.find(({ no }) => no === product.set_no)!.name[ctx.locale],
  };
};
