import { redirect, type RequestEvent } from '@sveltejs/kit';
import { AppError } from '#kernel/errors';
import { localizeHref } from '#paraglide/runtime';

/**
 * What a page reads, or where it is found now if it was merged into something else. The public is told so for as long as
 * shared caches keep a page: a merge can be undone.
 * @param room the address before `/producers` and `/products`
 */
export async function orOnward<T>(
  event: Pick<RequestEvent, 'setHeaders' | 'locals'>,
  room: '' | '/office' | '/workspace',
  read: Promise<T>,
): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'moved') throw error;
    if (!room && !event.locals.ctx.actor) event.setHeaders({ 'cache-control': 'public, max-age=0, s-maxage=60' });
    const { kind, id } = error.details;
    redirect(
      room ? 307 : 301,
      localizeHref(`${room}/${String(kind)}s/${String(id)}`, { locale: event.locals.ctx.locale }),
    );
  }
}
