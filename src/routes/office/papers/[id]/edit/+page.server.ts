import { correctPaper } from '#domain/papers/actions';
import { canCheckPaper, canDepositPaper } from '#domain/papers/policy';
import { paperById } from '#domain/papers/queries';
import { paperTypes } from '#domain/papers/types';
import { producerNames } from '#domain/producers/queries';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { paperValues } from '../../../../papers/subjects.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const paper = await paperById(ctx, params.id);
  if (!canDepositPaper(ctx.actor, paper)) throw new AppError('refused');
  const [types, owners] = await Promise.all([paperTypes(ctx), producerNames(ctx, [paper.owner_id])]);
  return {
    id: paper.id,
    name: paper.type_name,
    owner: { id: paper.owner_id, name: owners[paper.owner_id] ?? '' },
    version: paper.version,
    values: paperValues(paper),
    file: paper.file?.name,
    // A type that is no longer offered stays on the papers that have it.
    types: types.flatMap(({ code, name, offered }) =>
      offered || code === paper.type ? { value: code, label: name } : [],
    ),
    checks: canCheckPaper(ctx.actor, paper),
    most: ctx.runtime.config.uploadBytes / 1024 / 1024,
  };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      await correctPaper(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/papers/${event.params.id}`;
    }),
};
