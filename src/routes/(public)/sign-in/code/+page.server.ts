import { redirect } from '@sveltejs/kit';
import { signInByCode } from '#domain/identity/session';
import { submit } from '#ui/form.ts';
import { homeOf } from '../home.ts';
import type { Actions } from './$types.js';

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const signed = await submit(event, async ({ code }) => ({
      cookies: await signInByCode(ctx, code, event.request.headers),
    }));
    if (!('cookies' in signed)) return signed;
    event.locals.cookies = signed.cookies;
    redirect(303, await homeOf(event.url, signed.cookies, ctx.locale));
  },
};
