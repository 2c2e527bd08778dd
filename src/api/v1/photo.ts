import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { codeIn } from '#domain/products/verify';
import { readCodes } from '#kernel/barcodes';
import { AppError, fieldError } from '#kernel/errors';
import { limit } from '#kernel/limits';
import { localizeHref } from '#paraglide/runtime';
import { type Env, problems, refuse } from '../problem.ts';
import { json } from './shapes.ts';

const picture = createRoute({
  method: 'post',
  path: '/verify/photo',
  summary: 'What the QR codes and barcodes of a photo say',
  description: 'A form of a page is sent on to the verification of the first code instead.',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({
            photo: z.string().openapi({ format: 'binary', description: 'JPEG, PNG or WebP, at most 12 MB.' }),
            locale: z.enum(['vi', 'en']).optional(),
          }),
        },
      },
    },
  },
  responses: {
    200: json(
      z.object({
        texts: z.array(z.string()).openapi({ description: 'At most five, as they stand in the codes.' }),
        code: z.string().nullable().openapi({ description: 'The first that can be verified.' }),
      }),
      'The texts',
    ),
    303: { description: 'To the page that verifies the code, or back to the form.' },
    ...problems(413, 422, 429),
  },
});

/** A photo of a label: on phones whose camera opens no codes by itself, and for barcodes and certificates. */
export function photo(): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuse });
  // The body is read by hand: the library's check of a form knows no files.
  app.openAPIRegistry.registerPath(picture);
  app.post('/verify/photo', async (c) => {
    await limit(c.var.ctx, `photo:${c.req.header('x-ocop-ip') ?? ''}`, 60, 15 * 60);
    const form = await c.req.parseBody().catch(() => {
      throw new AppError('input.unreadable');
    });
    const byPage = c.req.header('accept')?.includes('text/html');
    const back = (path: string) => c.redirect(localizeHref(path, { locale: form.locale === 'en' ? 'en' : 'vi' }), 303);
    const file = form.photo instanceof File && form.photo.size > 0 ? form.photo : null;
    if (byPage && !file) return back('/verify?photo=missing');
    if (!file) throw fieldError('photo', 'fields.required');
    const texts = await readCodes(new Uint8Array(await file.arrayBuffer()), 'photo').catch((error: unknown) => {
      if (byPage && error instanceof AppError) return [];
      throw error;
    });
    const code = texts.map(codeIn).find((text) => text !== null) ?? null;
    if (byPage) return back(code ? `/verify/${encodeURIComponent(code)}` : '/verify?photo=unread');
    return c.json({ texts, code }, 200);
  });
  return app;
}
