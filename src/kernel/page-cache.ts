import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { type Clock, untilMidnight } from './clock.ts';
import { acceptsBrotli, send } from './http.ts';
import { cached } from './metrics.ts';
import type { Tags } from './tags.ts';

const brotli = promisify(brotliCompress);
const unbrotli = promisify(brotliDecompress);

/** One form of a page, ready to be sent: the flat list of headers is what `writeHead` takes the fastest. */
type Copy = { headers: string[]; bytes: Buffer };

type Page = {
  headers: Record<string, string>;
  /** Until it is compressed: so five times as many pages fit, and who takes no brotli waits a moment. */
  plain: Copy | undefined;
  small: Copy | undefined;
  shrinking: Promise<Copy> | undefined;
  tags: string[];
  /** Of counts over the whole register, which may be a moment old. */
  loose: string[];
  made: number;
  tick: number;
  until: number;
};

/** How old a page may be that shows counts over the whole register (a tag that begins with '~'), in milliseconds. */
const momentary = 2000;

/** Longer addresses are nobody's bookmark: whoever makes them up by the thousand does not fill the memory with them. */
const longest = 500;

/** However small the pages are: more of them nobody asks for twice before they are stale. */
const entries = 20_000;

/** What a kept page costs besides its texts and bytes: the objects that hold them (measured, with room to spare). */
const frame = 2048;

/** The bytes of a page with all that is kept of it; a text counts one byte a letter, as V8 keeps ASCII. */
function sizeOf({ headers, plain, small, tags, loose }: Page, path: string): number {
  const texts = [path, ...Object.values(headers), ...tags, ...loose].reduce((sum, text) => sum + text.length + 24, 0);
  return frame + texts + (plain?.bytes.length ?? 0) + (small?.bytes.length ?? 0);
}

/** What is told of whoever asks, for an answer that is for that one alone: how they count, and what they unpack. */
export type Asker = { encoding: string; address: string };

const askerOf = ({ headers }: IncomingMessage): Asker => ({
  encoding: String(headers['accept-encoding'] ?? ''),
  address: String(headers['x-ocop-ip'] ?? ''),
});

/** Renders a path for a stranger. What is for keeping comes plain, the same for all; else it may be compressed for this asker. */
type Render = (path: string, asker: Asker) => Promise<Response>;

/**
 * Public pages as strangers see them, kept until something that they show is touched, and never past midnight in
 * Viet Nam, when a star may end. A page says what it shows in the header `cache-tags`; what says nothing is
 * sent once, to the one who asked.
 * @param always headers of every answer
 * @param most how many bytes of pages and addresses are kept
 */
export function openPageCache(
  render: Render,
  tags: Tags,
  clock: Clock,
  always: Record<string, string> = {},
  most = 96 * 1024 * 1024,
) {
  const pages = new LRUCache<string, Page>({
    max: entries,
    maxSize: most,
    sizeCalculation: sizeOf,
  });
  const making = new Map<string, Promise<Page | Response>>();
  const hits = cached.labels({ result: 'hit' });

  const copyOf = (bytes: Buffer, headers: Record<string, string>): Copy => ({
    headers: Object.entries({ ...always, ...headers, 'content-length': String(bytes.length) }).flat(),
    bytes,
  });

  async function make(path: string, asker: Asker): Promise<Page | Response> {
    const tick = tags.tick();
    const until = Date.now() + untilMidnight(clock.now());
    const rendered = await render(path, asker);
    const shows = rendered.headers.get('cache-tags');
    if (rendered.status !== 200 || shows === null || rendered.headers.has('set-cookie')) return rendered;
    const named = shows.split(' ').filter(Boolean);
    const { 'cache-tags': _, ...rest } = Object.fromEntries(rendered.headers);
    const headers = { ...rest, vary: 'accept-encoding' };
    const page: Page = {
      headers,
      plain: copyOf(Buffer.from(await rendered.arrayBuffer()), headers),
      small: undefined,
      shrinking: undefined,
      tags: named.filter((tag) => !tag.startsWith('~')),
      loose: named.flatMap((tag) => (tag.startsWith('~') ? tag.slice(1) : [])),
      made: Date.now(),
      tick,
      until,
    };
    pages.set(path, page);
    page.shrinking = shrink(path, page, page.plain!.bytes);
    return page;
  }

  /** Of many who ask at once one renders; an answer that is not for keeping is for that one alone. */
  function once(path: string, asker: Asker): Promise<Page | Response> {
    const running = making.get(path);
    if (running) return running.then((found) => (found instanceof Response ? make(path, asker) : found));
    const begun = make(path, asker).finally(() => making.delete(path));
    making.set(path, begun);
    return begun;
  }

  async function shrink(path: string, page: Page, bytes: Buffer): Promise<Copy> {
    const block = await brotli(bytes, {
      // A window no larger than the page: the usual one of 4 MB costs more time than the compression.
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_LGWIN]: 18,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
    // Copied: what zlib returns is the beginning of a block of 16 KB or more, which would all be kept with it.
    const small = Buffer.allocUnsafeSlow(block.length);
    block.copy(small);
    page.small = copyOf(small, { ...page.headers, 'content-encoding': 'br' });
    page.plain = undefined;
    if (pages.get(path) === page) pages.set(path, page); // its size has changed
    return page.small;
  }

  const grown = async (page: Page): Promise<Copy> => copyOf(await unbrotli(page.small!.bytes), page.headers);

  function isFresh({ tags: strict, loose, made: at, tick, until }: Page): boolean {
    const now = Date.now();
    return now < until && tags.fresh(strict, tick) && (now - at < momentary || tags.fresh(loose, tick));
  }

  function fresh(path: string): Page | undefined {
    const page = pages.get(path);
    return page && isFresh(page) ? page : undefined;
  }

  /** A page no older than this call: what was being made already may have been read before the last write. */
  async function made(path: string, asker: Asker): Promise<Page | Response> {
    const first = await once(path, asker);
    return first instanceof Response || isFresh(first) ? first : once(path, asker);
  }

  function unchanged(page: Page, req: IncomingMessage, res: ServerResponse): boolean {
    const { etag, vary = '', 'cache-control': control = '' } = page.headers;
    if (!etag || req.headers['if-none-match'] !== etag) return false;
    res.writeHead(304, { ...always, etag, 'cache-control': control, vary }).end();
    return true;
  }

  /** Answers at once from what is kept and fresh, `always` included. False: nothing was done. */
  function hit(req: IncomingMessage, res: ServerResponse): boolean {
    const page = fresh(req.url ?? '/');
    const copy = acceptsBrotli(req.headers['accept-encoding']) ? page?.small : page?.plain;
    if (!page || !copy) return false;
    hits.inc();
    if (!unchanged(page, req, res)) res.writeHead(200, copy.headers).end(copy.bytes);
    return true;
  }

  /** Answers, with what is made now if no page is kept. False: nothing was done, so long an address is not kept. */
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    if (hit(req, res)) return true;
    const path = req.url ?? '/';
    if (path.length > longest) return false;
    const page = fresh(path) ?? (await made(path, askerOf(req)));
    cached.inc({ result: page instanceof Response ? 'none' : 'miss' });
    if (page instanceof Response) await send(page, res);
    else if (!unchanged(page, req, res)) {
      const copy = acceptsBrotli(req.headers['accept-encoding'])
        ? (page.small ?? (await page.shrinking!))
        : (page.plain ?? (await grown(page)));
      res.writeHead(200, copy.headers).end(copy.bytes);
    }
    return true;
  }
  return { hit, answer };
}
