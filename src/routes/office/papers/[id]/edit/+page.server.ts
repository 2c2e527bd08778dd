import { correctPaper } from '#domain/papers/actions';
import { canCheckPaper, canDepositPaper } from '#domain/papers/policy';
import { paperById } from '#domain/papers/queries';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { paperToEdit } from '../../../../papers/edited.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const paper = await paperById(ctx, params.id);
  if (!canDepositPaper(ctx.actor, paper)) throw new AppError('refused');
  return { ...(await paperToEdit(ctx, paper)), checks: canCheckPaper(ctx.actor, paper) };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      await correctPaper(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/papers/${event.params.id}`;
    }),
};
