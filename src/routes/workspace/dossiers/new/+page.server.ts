import { openDossier } from '#domain/grading/dossiers/opening';
import { save } from '#ui/form.ts';
import { openingView } from '../../../dossiers/opening.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** `?of=` a product of one's own. */
export const load: PageServerLoad = async ({ locals: { ctx }, url }) => ({
  view: await openingView(ctx, url.searchParams.get('of') ?? ''),
});

export const actions: Actions = {
  default: (event) =>
    save(event, async ({ kind, stars }) => {
      const product = event.url.searchParams.get('of');
      const { id } = await openDossier(event.locals.ctx, { product, kind, stars });
      return `/workspace/dossiers/${id}/draft`;
    }),
};
