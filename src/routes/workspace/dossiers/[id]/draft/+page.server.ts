import { wantedField } from '#domain/grading/dossiers/forms';
import { fieldsOf } from '#domain/grading/dossiers/queries';
import { draftActs } from '../../../../dossiers/acts.ts';
import { draftView } from '../../../../dossiers/draft.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({
  view: await draftView(ctx, '/workspace', params.id),
  wantedVersion: (await fieldsOf(ctx, params.id, [wantedField]))[wantedField]?.version ?? 0,
});

const { aim, retract } = draftActs('/workspace');
export const actions: Actions = { aim, retract };
