import { decideApplication, readApplication } from '#domain/producers/applications';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({
  application: await readApplication(ctx, { id: params.id }),
});

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      const { producer } = await decideApplication(event.locals.ctx, { ...fields, id: event.params.id });
      return producer ? `/office/producers/${producer}` : '/office/applications';
    }),
};
