import { signInByPasskey } from '#domain/identity/passkeys';
import { answer } from '#ui/json.ts';
import { homeOf } from '../../home.ts';
import type { RequestHandler } from './$types.js';

export const POST: RequestHandler = (event) =>
  answer(event, async ({ response }) => {
    const { ctx } = event.locals;
    const cookies = await signInByPasskey(ctx, response, event.request.headers);
    event.locals.cookies = cookies;
    return { to: await homeOf(event.url, cookies, ctx.locale) };
  });
