import { publicProducerFacts } from '#domain/producers/facts';
import { facilitiesOf, namingsOf, producingOf, publicProducer } from '#domain/producers/queries';
import { productsOf } from '#domain/products/queries';
import { orOnward } from '#ui/moved.ts';
import { cacheable } from '#ui/public.ts';
import { toldOpen } from '../../../facts/told.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const producer = await orOnward(event, '', publicProducer(ctx, event.params.id));
  cacheable(event, [`producer:${producer.id}`]);
  const [namings, facilities, producing, products, facts] = await Promise.all([
    namingsOf(ctx, producer.id),
    producer.isPrivate ? [] : facilitiesOf(ctx, producer.id),
    producingOf(ctx, producer.id),
    productsOf(ctx, producer.id),
    publicProducerFacts(ctx, producer),
  ]);
  return { producer, namings, facilities, producing, products, facts: toldOpen(ctx, facts) };
};
