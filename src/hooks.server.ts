import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { redirect } from '@sveltejs/kit';
import { type Actor, contextOf, provided } from '#kernel/context';
import { AppError, type ErrorCode } from '#kernel/errors';
import { acceptsBrotli, isForeign } from '#kernel/http';
import { errorSentence } from '#kernel/sentences';
import { isProducer, isStaff } from '#domain/identity/rules';
import { localizeHref } from '#paraglide/runtime';
import { paraglideMiddleware } from '#paraglide/server';

const brotli = promisify(brotliCompress);

/**
 * Rooms with a door: asked here for loads and form actions alike; each action asks again for its own right. The route
 * tells the room, never the address: one page has many (`/en/…`, `/%6F…`).
 */
const doors = [
  { room: '/office', may: isStaff },
  { room: '/workspace', may: isProducer },
  { room: '/council', may: isStaff },
  { room: '/account', may: (actor: Actor | null) => !!actor },
];

export const handle: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, async ({ locale }) => {
    const ctx = await contextOf(provided(), event.request.headers, locale as 'vi' | 'en');
    event.locals.ctx = ctx;
    if (isForeign(event.request, provided().config.publicUrl)) throw new AppError('refused.foreign');
    if (Object.values(event.params).some((value) => value?.includes('\0'))) throw new AppError('not_found');
    if (event.url.searchParams.has('/default')) throw new AppError('not_found'); // a reserved name: SvelteKit would fail on it
    const route = event.route.id ?? '';
    const door = doors.find(({ room }) => route === room || route.startsWith(`${room}/`));
    if (door && !ctx.actor)
      redirect(
        303,
        `${localizeHref('/sign-in', { locale })}?to=${encodeURIComponent(event.url.pathname + event.url.search)}`,
      );
    // Roles that rest until the second step is set up open no door; where that is done is said at once.
    if (door && ctx.actor?.owes && door.room !== '/account')
      redirect(303, localizeHref('/account/second-step', { locale }));
    // A page says so in its own frame (the room's layout asks again); a write ends here, before its action.
    const writes = event.request.method !== 'GET' || event.isDataRequest;
    if (door && writes && !door.may(ctx.actor)) throw new AppError('refused');
    const response = await resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', locale) });
    for (const cookie of event.locals.cookies ?? []) response.headers.append('set-cookie', cookie);
    if (ctx.actor && !response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store');
    if (!event.platform?.keeps) response.headers.delete('cache-tags');
    return response.headers.has('cache-tags') ? response : compressed(response, event.request);
  });

/** A page that is not kept is made small for this one answer; kept pages are made small once, by the cache. */
async function compressed(response: Response, request: Request): Promise<Response> {
  const html = response.headers.get('content-type')?.startsWith('text/html');
  if (!html || !acceptsBrotli(request.headers.get('accept-encoding'))) return response;
  const body = await brotli(Buffer.from(await response.arrayBuffer()), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
  });
  const headers = new Headers(response.headers);
  headers.set('content-encoding', 'br');
  headers.set('content-length', String(body.length));
  headers.append('vary', 'accept-encoding');
  return new Response(new Uint8Array(body), { status: response.status, headers });
}

/** SvelteKit's own refusals, told in our words. */
const kitCodes: Record<number, ErrorCode> = { 403: 'refused', 404: 'not_found', 413: 'input.too_large' };
const statusOf = (error: unknown) => (error as { status?: number } | null)?.status ?? 500;

/** An AppError becomes its own status and sentence; what we did not foresee is logged by its route, for an address may hold the token of a link. */
export const handleError: HandleServerError = ({ error, kind, event }) => {
  const locale = event.locals.ctx?.locale ?? 'vi';
  if (error instanceof AppError)
    return { status: error.status, message: errorSentence(error, locale), code: error.code };
  if (kind !== 'unknown')
    return { message: errorSentence(new AppError(kitCodes[statusOf(error)] ?? 'input.unreadable'), locale) };
  if (event.request.signal.aborted) return { status: 400, message: '' }; // whoever sent it is gone: nobody reads this
  provided().log.error({ error: error instanceof Error ? error.stack : String(error), route: event.route.id }, 'page');
  return { status: 500, message: errorSentence(new AppError('internal'), locale), code: 'internal' };
};
