import { redirect } from '@sveltejs/kit';
import { dossierOf } from '#domain/grading/dossiers/queries';
import { localizeHref } from '#paraglide/runtime';
import { answerActs, draftActs } from '../../../dossiers/acts.ts';
import { followView } from '../../../dossiers/follow.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { status } = await dossierOf(ctx, params.id);
  if (status === 'draft') redirect(307, localizeHref(`/workspace/dossiers/${params.id}/draft`, { locale: ctx.locale }));
  return { view: await followView(ctx, '/workspace', params.id) };
};

const { retract } = draftActs('/workspace');
export const actions: Actions = { ...answerActs('/workspace'), retract };
