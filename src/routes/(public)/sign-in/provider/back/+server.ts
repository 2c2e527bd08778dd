import { redirect } from '@sveltejs/kit';
import { signInFromProvider } from '#domain/identity/provider';
import { codePage, homeOf } from '../../home.ts';
import { toSignIn } from '../refused.ts';
import type { RequestHandler } from './$types.js';

/** Whoever comes back from the provider. */
export const GET: RequestHandler = async (event) => {
  const { ctx } = event.locals;
  const signed = await signInFromProvider(ctx, event.url.searchParams, event.request.headers).catch(
    toSignIn(ctx.locale),
  );
  event.locals.cookies = signed.cookies;
  const asked = new URL(`/sign-in${signed.to}`, event.url.origin);
  redirect(303, signed.owesCode ? codePage(asked, ctx.locale) : await homeOf(asked, signed.cookies, ctx.locale));
};
