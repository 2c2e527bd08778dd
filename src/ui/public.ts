import type { RequestEvent } from '@sveltejs/kit';

/**
 * Marks a public page as one that may be kept: by other caches for a minute, by ours until one of `tags` is touched.
 * For whoever is signed in, or sends a cookie that says so, nothing is kept. `~tag`: counts over all of it, which may
 * be two seconds old.
 * @param reads the parameters of the address that the page reads. An address with any other (fbclid, utm_source) is
 * answered alike and not kept by us: a kept page goes by its address, and made-up names would fill the memory
 */
export function cacheable(
  event: Pick<RequestEvent, 'setHeaders' | 'locals' | 'request' | 'url'>,
  tags: readonly string[] = [],
  reads: readonly string[] = [],
): void {
  if (event.locals.ctx.actor || event.request.headers.get('cookie')?.includes('session_token'))
    return event.setHeaders({ 'cache-control': 'private, no-store' });
  event.setHeaders({ 'cache-control': 'public, max-age=0, s-maxage=60' });
  if ([...event.url.searchParams.keys()].every((name) => reads.includes(name)))
    event.setHeaders({ 'cache-tags': tags.join(' ') });
}
