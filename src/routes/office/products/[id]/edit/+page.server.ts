import { areaByCode } from '#domain/areas/queries';
import { changeProduct } from '#domain/products/actions';
import { publicProduct } from '#domain/products/queries';
import { ChangeProduct } from '#domain/products/schema';
import { save } from '#ui/form.ts';
import { communeChoices, placed, placeName } from '../../../place.ts';
import { setChoices } from '../../sets.ts';
import { productValues } from '../../values.ts';
import { unbarred } from '../../../barred.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const product = await publicProduct(ctx, params.id, { merged: true });
  unbarred(ctx, product);
  const commune = await areaByCode(ctx, product.commune_id!);
  return {
    id: product.id,
    name: product.name,
    version: product.version,
    values: productValues(product, placeName(commune, ctx)),
    communes: await communeChoices(ctx),
    sets: setChoices(ctx.locale),
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const { id } = event.params;
    return save(event, async (fields) => {
      await changeProduct(ctx, await placed(ctx, { ...fields, id }, ChangeProduct));
      return `/office/products/${id}`;
    });
  },
};
