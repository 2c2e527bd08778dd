import { areaByCode, communesUnder } from '#domain/areas/queries';
import { likelyOfProductDraft } from '#domain/duplicates/queries';
import { isOfficer } from '#domain/identity/rules';
import { listProducers, producerForEdit } from '#domain/producers/queries';
import { registerProduct } from '#domain/products/actions';
import { RegisterProduct } from '#domain/products/schema';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { lookFirst } from '../../duplicates/first.ts';
import { ownCommune } from '../../own.ts';
import { communeChoices, placed, placeName } from '../../place.ts';
import { setChoices } from '../sets.ts';
import { unbarred } from '../../barred.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Without a producer in the address the page asks for one first. */
export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  const q = url.searchParams.get('q')?.slice(0, 200) ?? '';
  const id = url.searchParams.get('producer');
  if (!id) {
    const own = ownCommune(ctx, await communesUnder(ctx, [ctx.runtime.config.area]));
    const filter = q ? { q } : own && { area: own.path };
    return {
      q,
      own: !!own,
      found: filter ? (await listProducers(ctx, { ...filter, limit: 20 })).items : [],
      producer: null,
    };
  }
  const producer = await producerForEdit(ctx, id);
  unbarred(ctx, producer);
  return {
    q,
    own: false,
    found: [],
    producer: { id: producer.id, name: producer.name },
    place: { commune: producer.commune_id!, place: placeName(await areaByCode(ctx, producer.commune_id!), ctx) },
    communes: await communeChoices(ctx),
    sets: setChoices(ctx.locale),
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const producer = event.url.searchParams.get('producer') ?? '';
    return save(event, async ({ seen, ...fields }) => {
      const input = await placed(ctx, { ...fields, producer }, RegisterProduct);
      const read = RegisterProduct.safeParse(input);
      if (read.success) lookFirst(await likelyOfProductDraft(ctx, read.data), seen);
      const { id } = await registerProduct(ctx, input);
      return `/office/products/${id}`;
    });
  },
};
