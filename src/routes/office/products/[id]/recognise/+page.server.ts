import { recordRecognition } from '#domain/products/recognitions';
import { canEditProduct } from '#domain/products/policy';
import { publicProduct } from '#domain/products/queries';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const product = await publicProduct(ctx, params.id);
  if (!canEditProduct(ctx.actor, product)) throw new AppError('refused');
  return { id: product.id, name: product.name, first: product.recognitions.length === 0 };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const product = event.params.id;
    return save(event, async (fields) => {
      await recordRecognition(ctx, { ...fields, product });
      return `/office/products/${product}`;
    });
  },
};
