import { correctPaper } from '#domain/papers/actions';
import { save } from '#ui/form.ts';
import { paperToEdit } from '../../../../papers/edited.ts';
import { ownPaper } from '../own.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) =>
  paperToEdit(ctx, await ownPaper(ctx, params.id));

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      const { ctx } = event.locals;
      const { id } = await ownPaper(ctx, event.params.id);
      await correctPaper(ctx, { ...fields, id });
      return `/workspace/papers/${id}`;
    }),
};
