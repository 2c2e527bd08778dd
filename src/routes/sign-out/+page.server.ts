import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#paraglide/runtime';
import type { Actions, PageServerLoad } from './$types.js';

/** Signing out is a form, never a link: looking at the address changes nothing. */
export const load: PageServerLoad = ({ locals }) => redirect(303, localizeHref('/', { locale: locals.ctx.locale }));

export const actions: Actions = {
  default: async ({ locals, request, setHeaders }) => {
    // Drafts of the workspace stand in the browser's store: a lent phone keeps none of them.
    setHeaders({ 'clear-site-data': '"storage"' });
    locals.cookies = await locals.ctx.runtime.sessions.end(request.headers);
    redirect(303, localizeHref('/', { locale: locals.ctx.locale }));
  },
};
