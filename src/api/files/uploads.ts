import { type Context, Hono } from 'hono';
import { contextOf, type Ctx, type Runtime } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { addPiece, beginUpload, finishUpload, forgetUpload, type Upload, uploadOf } from '#kernel/files/uploads';
import { isForeign } from '#kernel/http';
import { localeOf, onError, problem } from '../problem.ts';

/** A page says its language; a script that speaks for it sends Accept-Language along. */
const ctxOf = (runtime: Runtime, c: Context): Promise<Ctx> => contextOf(runtime, c.req.raw.headers, localeOf(c));

const told = (c: Context, { id, offset, size }: Upload): void => {
  c.header('location', `/uploads/${id}`);
  c.header('upload-offset', String(offset));
  c.header('upload-length', String(size));
};

/** Where a piece begins. @throws AppError input.unreadable */
function offsetOf(c: Context): number {
  const text = c.req.header('upload-offset') ?? '';
  if (!/^[0-9]{1,15}$/.test(text)) throw new AppError('input.unreadable');
  return Number(text);
}

const nothing: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} };

/**
 * Files that go up in pieces, for whoever is signed in and holds a role: `POST /uploads {name, size}`; `PATCH` with `upload-offset` as
 * often as needed; after a dropped network `HEAD` tells where to go on; `PUT …/file` when all is there. A form then
 * names the id. Told apart from other sites' pages by their origin, like every form.
 */
export function uploads(runtime: Runtime): Hono {
  const app = new Hono().basePath('/uploads');
  app.onError(onError(runtime));
  app.notFound((c) => problem(new AppError('not_found'), localeOf(c)));
  app.use(async (c, next) => {
    if (isForeign(c.req.raw, runtime.config.publicUrl)) throw new AppError('refused.foreign');
    c.header('cache-control', 'no-store');
    await next();
  });
  app.post('/', async (c) => {
    const input: unknown = await c.req.json().catch(() => {
      throw new AppError('input.unreadable');
    });
    const upload = await beginUpload(await ctxOf(runtime, c), input);
    told(c, upload);
    return c.json(upload, 201);
  });
  app.get('/:id', async (c) => {
    const upload = await uploadOf(await ctxOf(runtime, c), c.req.param('id'));
    told(c, upload);
    return c.json(upload);
  });
  app.patch('/:id', async (c) => {
    const ctx = await ctxOf(runtime, c);
    const bytes = (c.req.raw.body as AsyncIterable<Uint8Array> | null) ?? nothing;
    const end = await addPiece(ctx, c.req.param('id'), offsetOf(c), bytes);
    c.header('upload-offset', String(end));
    return c.body(null, 204);
  });
  app.put('/:id/file', async (c) => c.json(await finishUpload(await ctxOf(runtime, c), c.req.param('id'))));
  app.delete('/:id', async (c) => {
    const ctx = await ctxOf(runtime, c);
    const { id } = await uploadOf(ctx, c.req.param('id'));
    await forgetUpload(ctx, id);
    return c.body(null, 204);
  });
  return app;
}
