import { addPasskey } from '#domain/identity/passkeys';
import { answer } from '#ui/json.ts';
import type { RequestHandler } from './$types.js';

export const POST: RequestHandler = (event) =>
  answer(event, (sent) => addPasskey(event.locals.ctx, sent, event.request.headers));
