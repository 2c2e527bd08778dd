import { canEditPaperTypes } from '#domain/papers/policy';
import { addPaperType } from '#domain/papers/types';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals: { ctx } }) => {
  if (!canEditPaperTypes(ctx.actor)) throw new AppError('refused');
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      await addPaperType(event.locals.ctx, fields);
      return '/office/papers/types';
    }),
};
