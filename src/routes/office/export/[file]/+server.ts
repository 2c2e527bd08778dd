import { AsyncLocalStorage } from 'node:async_hooks';
import { writeCsvStream } from 'hucre/csv';
import { writeXlsxStream } from 'hucre/xlsx';
import { AppError } from '#kernel/errors';
import { fold } from '#kernel/text';
import { lists } from '../lists.ts';
import type { RequestHandler } from './$types.js';

const types: Record<string, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/**
 * A list of the office as a file, as it is filtered: sent while it is read. A text that begins like a formula stays a
 * text in both formats. What the list refuses, its file refuses.
 */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
  const [name = '', format = ''] = params.file.split('.');
  const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
  const type = Object.hasOwn(types, format) ? types[format] : undefined;
  if (!list || !type) throw new AppError('not_found');
  const asked = Object.fromEntries(url.searchParams);
  // The first part is read before the answer begins: a refusal is still a refusal then.
  const first = await list.read(ctx, asked, null);
  // The answer is written when this call is over; the reader's language goes along.
  const inside = AsyncLocalStorage.snapshot();
  const heads = list.heads();
  async function* rows() {
    yield heads;
    for (let part = first; ; part = await inside(() => list!.read(ctx, asked, part.next))) {
      yield* part.rows;
      if (!part.next) return;
    }
  }
  const file =
    format === 'csv'
      ? writeCsvStream(rows(), { bom: true, escapeFormulae: true, headers: false })
      : writeXlsxStream(rows(), { name: list.title().slice(0, 31) });
  return new Response(file, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${fold(list.title()).replaceAll(' ', '-')}-${ctx.today}.${format}"`,
      'cache-control': 'private, no-store',
    },
  });
};
