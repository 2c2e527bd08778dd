import { draftActs } from '../../../../dossiers/acts.ts';
import { filingView } from '../../../../dossiers/draft.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({
  view: await filingView(ctx, '/workspace', params.id),
});

const { file } = draftActs('/workspace');
export const actions: Actions = { file };
