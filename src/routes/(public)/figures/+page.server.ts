import { decision } from '#domain/criteria/sheets';
import { figures } from '#domain/products/figures';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  cacheable(event, ['~products', '~producers']);
  return {
    numbers: await figures(ctx),
    sets: Object.fromEntries(decision.sets.map(({ no, name }) => [no, name[ctx.locale]])),
  };
};
