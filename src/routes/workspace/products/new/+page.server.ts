import { areaByCode } from '#domain/areas/queries';
import { ownProducer } from '#domain/producers/queries';
import { RegisterProduct } from '#domain/products/schema';
import { communeChoices, placed, placeName } from '../../../office/place.ts';
import { setChoices } from '../../../office/products/sets.ts';
import { propose } from '../../propose.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** A new product of one's own (`?of=` the producer): an officer looks at it before it is in the register. */
export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  const { id, name, commune_id } = await ownProducer(ctx, url.searchParams.get('of') ?? '');
  return {
    producer: { id, name },
    communes: await communeChoices(ctx, [ctx.runtime.config.area]),
    sets: setChoices(ctx.locale),
    values: { commune: commune_id!, place: placeName(await areaByCode(ctx, commune_id!), ctx) } as Record<
      string,
      string
    >,
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const producer = event.url.searchParams.get('of') ?? '';
    return propose(event, 'products.register', '/workspace', (fields) =>
      placed(ctx, { ...fields, producer }, RegisterProduct, [ctx.runtime.config.area]),
    );
  },
};
