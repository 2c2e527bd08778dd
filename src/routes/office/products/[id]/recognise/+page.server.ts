import { recordRecognition } from '#domain/products/recognitions';
import { publicProduct } from '#domain/products/queries';
import { save } from '#ui/form.ts';
import { unbarred } from '../../../barred.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const product = await publicProduct(ctx, params.id, { merged: true });
  unbarred(ctx, product);
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
