import { depositPaper } from '#domain/papers/actions';
import { paperById } from '#domain/papers/queries';
import { paperTypes } from '#domain/papers/types';
import { ownProducer } from '#domain/producers/queries';
import { save } from '#ui/form.ts';
import { coverChoices, ownerOf, subjectsOf } from '../../../../../papers/subjects.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** `?renews=` a paper that ends: the new one is of the same type and covers the same; `?cover=` what it is entered for. */
export const load: PageServerLoad = async ({ locals: { ctx }, params, url }) => {
  const { id, name } = await ownProducer(ctx, params.id);
  const renews = url.searchParams.get('renews');
  const old = renews ? await paperById(ctx, renews) : null;
  const covered = (old?.covers ?? []).map(({ subject_kind, subject_id }) => `${subject_kind}:${subject_id}`);
  const values: Record<string, string> = {
    type: old?.type ?? '',
    issuer: old?.issuer ?? '',
    cover: old ? covered.join(',') : (url.searchParams.get('cover') ?? ''),
  };
  return {
    producer: { id, name },
    old: old && [old.type_name, old.number].filter(Boolean).join(' '),
    values,
    types: (await paperTypes(ctx)).flatMap((type) => (type.offered ? { value: type.code, label: type.name } : [])),
    choices: await coverChoices(ctx, id),
    most: ctx.runtime.config.uploadBytes / 1024 / 1024,
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    return save(event, async ({ cover, ...fields }) => {
      const producer = await ownProducer(ctx, event.params.id);
      const covers = subjectsOf(cover, await coverChoices(ctx, producer.id));
      await depositPaper(ctx, { ...fields, owner: ownerOf(producer), covers });
      return `/workspace/producers/${producer.id}/papers`;
    });
  },
};
