import { redirect } from '@sveltejs/kit';
import { beginAtProvider } from '#domain/identity/provider';
import { toSignIn } from './refused.ts';
import type { RequestHandler } from './$types.js';

/** Goes to the provider; the way back is known by a cookie. */
export const GET: RequestHandler = async (event) => {
  const { ctx } = event.locals;
  const begun = await beginAtProvider(ctx, event.url.search, event.request.headers).catch(toSignIn(ctx.locale));
  event.locals.cookies = [begun.cookie];
  redirect(303, begun.address, { external: true });
};
