import { areaByCode } from '#domain/areas/queries';
import { facilitiesOf, ownProducer } from '#domain/producers/queries';
import { AddFacility, ChangeFacility } from '#domain/producers/schema';
import { AppError } from '#kernel/errors';
import { communeChoices, placed, placeName } from '../../../../../office/place.ts';
import { propose } from '../../../../propose.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** A facility of one's own, or the word `new`: either is proposed, for an official checks where people work. */
export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const producer = await ownProducer(ctx, params.id);
  const communes = await communeChoices(ctx, [ctx.runtime.config.area]);
  const shown = { producer: producer.name, id: producer.id, communes };
  if (params.facility === 'new') return { ...shown, version: 0, values: {} as Record<string, string> };
  const facility = (await facilitiesOf(ctx, producer.id)).find(({ id }) => id === params.facility);
  if (!facility) throw new AppError('not_found');
  const values: Record<string, string> = {
    name: facility.name,
    activity: facility.activity,
    street: facility.street ?? '',
    from: facility.valid_from ?? '',
    until: facility.valid_to ?? '',
    commune: facility.commune_id,
    place: placeName(await areaByCode(ctx, facility.commune_id), ctx),
  };
  return { ...shown, version: facility.version, values };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const { id, facility } = event.params;
    const isNew = facility === 'new';
    const named: Record<string, string> = isNew ? { producer: id } : { id: facility };
    return propose(
      event,
      isNew ? 'producers.add_facility' : 'producers.change_facility',
      `/workspace/producers/${id}`,
      (fields) => placed(ctx, { ...fields, ...named }, isNew ? AddFacility : ChangeFacility, [ctx.runtime.config.area]),
    );
  },
};
