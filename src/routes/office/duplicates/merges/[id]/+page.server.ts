import { undoMerge } from '#domain/duplicates/actions';
import { mergeById } from '#domain/duplicates/queries';
import { isOfficer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { fieldName } from '../../../history.ts';
import { hangingName } from '../../hanging.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** A merge: what was led on to what, why, what moved; and the way to undo it. */
export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  const { filled, moved, ...merge } = await mergeById(ctx, params.id);
  return {
    merge,
    filled: filled.map(fieldName),
    moved: moved.map((one) => ({ ...one, label: hangingName(one.pointer) })),
  };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      await undoMerge(event.locals.ctx, { ...fields, merge: event.params.id });
      return `/office/duplicates/merges/${event.params.id}`;
    }),
};
