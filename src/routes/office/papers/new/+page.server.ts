import { communesUnder } from '#domain/areas/queries';
import { isOfficer } from '#domain/identity/rules';
import { depositPaper } from '#domain/papers/actions';
import { canCheckPaper, canDepositPaper } from '#domain/papers/policy';
import { paperTypes } from '#domain/papers/types';
import { listProducers, producerForEdit } from '#domain/producers/queries';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { ownCommune } from '../../own.ts';
import { coverChoices, ownerOf, subjectsOf } from '../../../papers/subjects.ts';
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
      producer: null,
      found: filter
        ? (await listProducers(ctx, { ...filter, limit: 20 })).items.filter(({ origin }) => origin !== 'citation')
        : [],
    };
  }
  const producer = await producerForEdit(ctx, id);
  const owned = { organisation_id: producer.id, area_path: producer.area_path };
  if (producer.origin === 'citation' || !canDepositPaper(ctx.actor, owned)) throw new AppError('refused');
  const product = url.searchParams.get('product');
  return {
    q,
    found: [],
    producer: { id: producer.id, name: producer.name },
    types: (await paperTypes(ctx)).flatMap(({ code, name, offered }) => (offered ? { value: code, label: name } : [])),
    choices: await coverChoices(ctx, producer.id),
    cover: product ? `product:${product}` : '',
    checks: canCheckPaper(ctx.actor, owned),
    most: ctx.runtime.config.uploadBytes / 1024 / 1024,
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    return save(event, async ({ cover, ...fields }) => {
      const producer = await producerForEdit(ctx, event.url.searchParams.get('producer') ?? '');
      const covers = subjectsOf(cover, await coverChoices(ctx, producer.id));
      const { id } = await depositPaper(ctx, { ...fields, owner: ownerOf(producer), covers });
      return `/office/papers/${id}`;
    });
  },
};
