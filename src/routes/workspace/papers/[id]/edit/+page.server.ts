import { correctPaper } from '#domain/papers/actions';
import { paperTypes } from '#domain/papers/types';
import { producerNames } from '#domain/producers/queries';
import { save } from '#ui/form.ts';
import { paperValues } from '../../../../papers/subjects.ts';
import { ownPaper } from '../own.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const paper = await ownPaper(ctx, params.id);
  const [types, names] = await Promise.all([paperTypes(ctx), producerNames(ctx, [paper.owner_id])]);
  return {
    id: paper.id,
    name: paper.type_name,
    owner: { id: paper.owner_id, name: names[paper.owner_id] ?? '' },
    version: paper.version,
    values: paperValues(paper),
    file: paper.file?.name,
    // A type that is no longer offered stays on the papers that have it.
    types: types.flatMap(({ code, name, offered }) =>
      offered || code === paper.type ? { value: code, label: name } : [],
    ),
    most: ctx.runtime.config.uploadBytes / 1024 / 1024,
  };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      const { ctx } = event.locals;
      const { id } = await ownPaper(ctx, event.params.id);
      await correctPaper(ctx, { ...fields, id });
      return `/workspace/papers/${id}`;
    }),
};
