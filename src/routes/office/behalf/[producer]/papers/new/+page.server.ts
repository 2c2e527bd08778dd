import { enterOnBehalf } from '#domain/behalf/actions';
import { helped } from '#domain/behalf/queries';
import { sheetType } from '#domain/behalf/rules';
import { paperTypes } from '#domain/papers/types';
import { save } from '#ui/form.ts';
import { coverChoices, ownerOf, subjectsOf } from '../../../../../papers/subjects.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { producer } = await helped(ctx, params.producer);
  const types = await paperTypes(ctx);
  return {
    producer: { id: producer.id, name: producer.name },
    types: types.flatMap(({ code, name, offered }) =>
      offered && code !== sheetType ? [{ value: code, label: name }] : [],
    ),
    choices: await coverChoices(ctx, producer.id),
    most: ctx.runtime.config.uploadBytes / 1024 / 1024,
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    return save(event, async ({ cover, ...fields }) => {
      const { producer } = await helped(ctx, event.params.producer);
      const covers = subjectsOf(cover, await coverChoices(ctx, producer.id));
      const input = { ...fields, owner: ownerOf(producer), covers };
      await enterOnBehalf(ctx, { producer: producer.id, act: 'papers.deposit', input });
      return `/office/behalf/${producer.id}`;
    });
  },
};
