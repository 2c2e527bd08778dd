import { addFacility } from '#domain/producers/facilities';
import { producerForEdit } from '#domain/producers/queries';
import { AddFacility } from '#domain/producers/schema';
import { save } from '#ui/form.ts';
import { communeChoices, placed } from '../../../../place.ts';
import { unbarred } from '../../../../barred.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const producer = await producerForEdit(ctx, params.id);
  unbarred(ctx, producer);
  return { producer: producer.name, id: producer.id, communes: await communeChoices(ctx, [ctx.runtime.config.area]) };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const producer = event.params.id;
    return save(event, async (fields) => {
      await addFacility(ctx, await placed(ctx, { ...fields, producer }, AddFacility, [ctx.runtime.config.area]));
      return `/office/producers/${producer}`;
    });
  },
};
