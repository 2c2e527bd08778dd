import { changeProducer } from '#domain/producers/actions';
import { readRepresentative } from '#domain/producers/representatives';
import { producerForEdit } from '#domain/producers/queries';
import { ChangeProducer } from '#domain/producers/schema';
import { areaByCode } from '#domain/areas/queries';
import { save } from '#ui/form.ts';
import { communeChoices, placed, placeName } from '../../../place.ts';
import { producerValues } from '../../values.ts';
import { unbarred } from '../../../barred.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const producer = await producerForEdit(ctx, params.id);
  unbarred(ctx, producer);
  // The form shows the representative, so opening it is a reading, and logged.
  const [representative, communes, commune] = await Promise.all([
    readRepresentative(ctx, { producer: producer.id }),
    communeChoices(ctx),
    areaByCode(ctx, producer.commune_id!),
  ]);
  return {
    name: producer.name,
    id: producer.id,
    version: producer.version,
    values: producerValues(producer, placeName(commune, ctx), representative),
    communes,
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const { id } = event.params;
    return save(event, async (fields) => {
      await changeProducer(ctx, await placed(ctx, { ...fields, id }, ChangeProducer));
      return `/office/producers/${id}`;
    });
  },
};
