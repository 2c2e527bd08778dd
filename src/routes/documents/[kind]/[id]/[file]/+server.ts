import { press } from '#kernel/documents/press';
import { papers } from '#domain/grading/documents/registry';
import { AppError } from '#kernel/errors';
import { fold } from '#kernel/text';
import type { RequestHandler } from './$types.js';

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

const isFormat = (text: string): text is keyof typeof types => Object.hasOwn(types, text);

/** A paper as a file: drafted from what this person may read, made in a thread of its own. */
export const GET: RequestHandler = async ({ locals: { ctx }, params: { kind, id, file } }) => {
  const dot = file.lastIndexOf('.');
  const [name, format] = [fold(file.slice(0, dot)), file.slice(dot + 1)];
  const load = Object.hasOwn(papers, kind) ? papers[kind] : undefined;
  if (!load || !isFormat(format) || dot < 1) throw new AppError('not_found');
  const documents = [await load(ctx, id)].flat();
  const bytes = await press.make(documents, format, ctx.now);
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': types[format],
      'content-disposition': `${format === 'pdf' ? 'inline' : 'attachment'}; filename="${name.replace(/[^a-z0-9]+/g, '-')}.${format}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
};
