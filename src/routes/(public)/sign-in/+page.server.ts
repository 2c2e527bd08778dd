import { redirect } from '@sveltejs/kit';
import { isUnopened } from '#domain/identity/links';
import { roomOf } from '#domain/identity/rules';
import { signIn } from '#domain/identity/session';
import { provided } from '#kernel/context';
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
    redirect(303, inside(event.url) ?? localizeHref(await home(event.locals.cookies), { locale: ctx.locale }));
  },
};

/** The room of whoever these new cookies sign in; the first page for somebody who has no role yet. */
async function home(cookies: readonly string[] = []): Promise<string> {
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
  return roomOf(await provided().sessions.whoIs(new Headers({ cookie }))) ?? '/';
}

/** Where to go after signing in: only an address of our own, as the browser would read it. */
function inside(asked: URL): string | null {
  const to = asked.searchParams.get('to');
  if (!to || !URL.canParse(to, asked.origin)) return null;
  const { origin, pathname, search } = new URL(to, asked.origin);
  return origin === asked.origin && !pathname.startsWith('//') ? pathname + search : null;
}
