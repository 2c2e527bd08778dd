import type { RequestEvent } from '@sveltejs/kit';
import { readNotice } from '#domain/notices/actions';
import { unreadNotices } from '#domain/notices/queries';
import { AppError } from '#kernel/errors';
import { deLocalizeHref } from '#paraglide/runtime';

/**
 * How many notices this person has not read. Whoever opens the page of a thing has read what they were told of it; a
 * page that the browser fetches ahead, because a pointer rests on its link, was not opened.
 */
export async function bellOf(event: Pick<RequestEvent, 'locals' | 'url' | 'isDataRequest'>): Promise<number> {
  const { ctx } = event.locals;
  const { count, seen } = await unreadNotices(ctx, deLocalizeHref(event.url.pathname));
  if (event.isDataRequest) return count;
  for (const notice of seen)
    await readNotice(ctx, { notice }).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error; // swept or forgotten meanwhile: no reason to break the page
    });
  return count - seen.length;
}
