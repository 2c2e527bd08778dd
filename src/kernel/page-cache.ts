import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { type Clock, untilMidnight } from './clock.ts';
import { cached } from './metrics.ts';
import type { Tags } from './tags.ts';

const brotli = promisify(brotliCompress);

type Page = {
  headers: Record<string, string>;
  body: Buffer;
  small: Buffer | undefined;
  tags: string[];
  tick: number;
  until: number;
};

/** Renders a path for a stranger. */
type Render = (path: string) => Promise<Response>;

/**
 * Public pages as strangers see them, kept until something that they show is touched, and never past midnight in
 * Viet Nam, when a star may end. A page says what it shows in the header `cache-tags`; what says nothing is not kept.
 */
export function openPageCache(render: Render, tags: Tags, clock: Clock) {
  const pages = new LRUCache<string, Page>({
    maxSize: 96 * 1024 * 1024,
    sizeCalculation: (page) => page.body.length + (page.small?.length ?? 0) + 1024,
  });
  const making = new Map<string, Promise<Page | undefined>>();

  async function make(path: string): Promise<Page | undefined> {
    const tick = tags.tick();
    const until = Date.now() + untilMidnight(clock.now());
    const answer = await render(path);
    const shows = answer.headers.get('cache-tags');
    if (answer.status !== 200 || shows === null || answer.headers.has('set-cookie')) return undefined;
    const body = Buffer.from(await answer.arrayBuffer());
    const { 'cache-tags': _, ...headers } = Object.fromEntries(answer.headers);
    const page: Page = {
      headers: { ...headers, vary: 'accept-encoding' },
      body,
      small: undefined,
      tags: shows.split(' ').filter(Boolean),
      tick,
      until,
    };
    pages.set(path, page);
    return page;
  }

  function once(path: string): Promise<Page | undefined> {
    let made = making.get(path);
    if (!made) {
      made = make(path).finally(() => making.delete(path));
      making.set(path, made);
    }
    return made;
  }

  async function smaller(path: string, page: Page): Promise<Buffer> {
    if (!page.small) {
      page.small = await brotli(page.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
      if (pages.get(path) === page) pages.set(path, page); // its size has changed
    }
    return page.small;
  }

  /** Answers from the cache. False: this page is not for keeping, somebody else must answer. */
  return async function answer(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    const path = req.url ?? '/';
    const kept = pages.get(path);
    const good = kept && Date.now() < kept.until && tags.fresh(kept.tags, kept.tick);
    const page = good ? kept : await once(path);
    cached.inc({ result: good ? 'hit' : page ? 'miss' : 'none' });
    if (!page) return false;
    if (page.headers.etag && req.headers['if-none-match'] === page.headers.etag) {
      res
        .writeHead(304, {
          etag: page.headers.etag,
          'cache-control': page.headers['cache-control'],
          vary: page.headers.vary,
        })
        .end();
      return true;
    }
    if (!req.headers['accept-encoding']?.includes('br')) {
      res.writeHead(200, { ...page.headers, 'content-length': page.body.length }).end(page.body);
      return true;
    }
    const body = await smaller(path, page);
    res.writeHead(200, { ...page.headers, 'content-encoding': 'br', 'content-length': body.length }).end(body);
    return true;
  };
}
