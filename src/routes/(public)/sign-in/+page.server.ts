import { redirect } from '@sveltejs/kit';
import { isUnopened } from '#domain/identity/links';
import { signIn } from '#domain/identity/session';
import { localizeHref } from '#paraglide/runtime';
import { submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({ isUnopened: await isUnopened(ctx.db) });

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const refused = await submit(event, async ({ login, password }) => {
      event.locals.cookies = await signIn(ctx, { login, password }, event.request.headers);
    });
    if (refused) return refused;
    redirect(303, inside(event.url) ?? localizeHref('/office', { locale: ctx.locale }));
  },
};

/** Where to go after signing in: only an address of our own, as the browser would read it. */
function inside(asked: URL): string | null {
  const to = asked.searchParams.get('to');
  if (!to || !URL.canParse(to, asked.origin)) return null;
  const { origin, pathname, search } = new URL(to, asked.origin);
  return origin === asked.origin && !pathname.startsWith('//') ? pathname + search : null;
}
