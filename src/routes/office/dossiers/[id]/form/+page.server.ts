import { draftActs } from '../../../../dossiers/acts.ts';
import { formView } from '../../../../dossiers/draft.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({
  view: await formView(ctx, '/office', params.id),
});

const { save, person } = draftActs('/office');
export const actions: Actions = { save, person };
