import { askToAdd } from '#domain/identity/passkeys';
import { answer } from '#ui/json.ts';
import type { RequestHandler } from './$types.js';

export const POST: RequestHandler = (event) =>
  answer(event, async (sent) => {
    const { options, cookies } = await askToAdd(event.locals.ctx, sent, event.request.headers);
    event.locals.cookies = cookies;
    return options;
  });
