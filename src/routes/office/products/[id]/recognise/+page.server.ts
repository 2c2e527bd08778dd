import { redirect } from '@sveltejs/kit';
import { recordRecognition } from '#domain/products/actions';
import { canEditProduct } from '#domain/products/policy';
import { publicProduct } from '#domain/products/queries';
import { AppError } from '#kernel/errors';
import { localizeHref } from '#paraglide/runtime';
import { submit } from '#ui/form.ts';
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
    return submit(event, async (fields) => {
      await recordRecognition(ctx, { ...fields, product });
      redirect(303, localizeHref(`/office/products/${product}?done=saved`, { locale: ctx.locale }));
    });
  },
};
