import { planInspection } from '#domain/grading/inspections/inspections';
import { mayInspect } from '#domain/grading/inspections/policy';
import { publicProduct } from '#domain/products/queries';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  if (!mayInspect(ctx.actor)) throw new AppError('refused');
  const { id, name, producer } = await publicProduct(ctx, url.searchParams.get('product') ?? '');
  return { product: { id, name, producer } };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      const { id } = await planInspection(event.locals.ctx, fields);
      return `/office/inspections/${id}`;
    }),
};
