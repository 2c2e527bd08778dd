import type { RequestEvent } from '@sveltejs/kit';

/**
 * Marks a public page as one that may be kept: by other caches for a minute, by ours until one of `tags` is touched.
 * For whoever is signed in, or sends a cookie that says so, nothing is kept. `~tag`: counts over all of it, which may
 * be two seconds old.
 */
export function cacheable(event: Pick<RequestEvent, 'setHeaders' | 'locals' | 'request'>, ...tags: string[]): void {
  if (event.locals.ctx.actor || event.request.headers.get('cookie')?.includes('session_token'))
    event.setHeaders({ 'cache-control': 'private, no-store' });
  else event.setHeaders({ 'cache-control': 'public, max-age=0, s-maxage=60', 'cache-tags': tags.join(' ') });
}
