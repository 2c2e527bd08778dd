import { Readable } from 'node:stream';
import { type Context, Hono } from 'hono';
import type { Runtime } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { bytesOf, fileAt, headersOf, rangeOf } from '#kernel/files/serve';
import { localeOf, onError, problem } from '../problem.ts';

/** Files by their addresses. No session is ever read here: an address that a page made opens its file, or it is public. */
export function files(runtime: Runtime): Hono {
  const app = new Hono();
  app.onError(onError(runtime));
  app.notFound((c) => problem(new AppError('not_found'), localeOf(c)));
  app.get('/files/:which/:name', async (c) => {
    const file = await fileAt(runtime, c.req.param('which'), { until: c.req.query('until'), key: c.req.query('key') });
    if (!file || (await runtime.files.size(file.hash)) === null) throw new AppError('not_found');
    const headers = headersOf(file);
    const { 'content-length': _, ...unchanged } = headers;
    if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, unchanged);
    const range = isSame(c, headers.etag!) ? rangeOf(c.req.header('range'), file.size) : 'whole';
    if (range === 'beyond')
      return c.body(null, 416, { ...unchanged, 'content-range': `bytes */${file.size}`, 'content-length': '0' });
    const bytes = c.req.method === 'HEAD' ? null : bytesOf(runtime, file, range === 'whole' ? undefined : range);
    const body = bytes && (Readable.toWeb(bytes) as ReadableStream);
    if (range === 'whole') return c.newResponse(body, 200, headers);
    return c.newResponse(body, 206, {
      ...headers,
      'content-length': String(range.end - range.start + 1),
      'content-range': `bytes ${range.start}-${range.end}/${file.size}`,
    });
  });
  return app;
}

/** A range continues what was begun only if it is of the same bytes. */
const isSame = (c: Context, etag: string) => (c.req.header('if-range') ?? etag) === etag;
