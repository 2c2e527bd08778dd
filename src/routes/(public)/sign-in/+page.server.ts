import { redirect } from '@sveltejs/kit';
import { signIn } from '#domain/identity/session';
import { localizeHref } from '#paraglide/runtime';
import { submit } from '#ui/form.ts';
import type { Actions } from './$types.js';

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const refused = await submit(event, async ({ login, password }) => {
      event.locals.cookies = await signIn(ctx, { login, password }, event.request.headers);
    });
    if (refused) return refused;
    redirect(303, inside(event.url.searchParams.get('to')) ?? localizeHref('/office', { locale: ctx.locale }));
  },
};

/** Only a path of our own is followed after signing in. */
const inside = (to: string | null) => (to && /^\/(?![/\\])/.test(to) ? to : null);
