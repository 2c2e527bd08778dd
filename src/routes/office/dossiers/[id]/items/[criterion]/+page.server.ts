import { draftActs } from '../../../../../dossiers/acts.ts';
import { itemsView } from '../../../../../dossiers/draft.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({
  view: await itemsView(ctx, '/office', params.id, params.criterion),
});

const { save, cite, upload, remove } = draftActs('/office');
export const actions: Actions = { save, cite, upload, remove };
