import { areaByCode } from '#domain/areas/queries';
import { changeFacility, takeBackFacility } from '#domain/producers/facilities';
import { facilitiesOf, producerForEdit } from '#domain/producers/queries';
import { ChangeFacility, TakeBackFacility } from '#domain/producers/schema';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { ticked } from '../../../../sure.ts';
import { communeChoices, placed, placeName } from '../../../../place.ts';
import { unbarred } from '../../../../barred.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const producer = await producerForEdit(ctx, params.id);
  unbarred(ctx, producer);
  const facility = (await facilitiesOf(ctx, producer.id)).find(({ id }) => id === params.facility);
  if (!facility) throw new AppError('not_found');
  return {
    producer: producer.name,
    id: producer.id,
    version: facility.version,
    communes: await communeChoices(ctx, [ctx.runtime.config.area]),
    values: {
      name: facility.name,
      activity: facility.activity,
      street: facility.street ?? '',
      from: facility.valid_from ?? '',
      until: facility.valid_to ?? '',
      commune: facility.commune_id,
      place: placeName(await areaByCode(ctx, facility.commune_id), ctx),
    },
  };
};

export const actions: Actions = {
  takeBack: (event) =>
    save(event, async (fields) => {
      await takeBackFacility(event.locals.ctx, ticked({ ...fields, id: event.params.facility }, TakeBackFacility));
      return `/office/producers/${event.params.id}`;
    }),
  change: (event) => {
    const { ctx } = event.locals;
    const { id, facility } = event.params;
    return save(event, async (fields) => {
      await changeFacility(
        ctx,
        await placed(ctx, { ...fields, id: facility }, ChangeFacility, [ctx.runtime.config.area]),
      );
      return `/office/producers/${id}`;
    });
  },
};
