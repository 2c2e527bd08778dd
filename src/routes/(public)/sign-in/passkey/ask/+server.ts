import { askToSignIn } from '#domain/identity/passkeys';
import { answer } from '#ui/json.ts';
import type { RequestHandler } from './$types.js';

export const POST: RequestHandler = (event) =>
  answer(event, async () => {
    const { options, cookies } = await askToSignIn(event.locals.ctx, event.request.headers);
    event.locals.cookies = cookies;
    return options;
  });
