import { exampleWorksheet } from '#domain/imports/example';
import { AppError } from '#kernel/errors';
import type { RequestHandler } from './$types.js';

/** The example of the demo; elsewhere nobody imports invented producers. */
export const GET: RequestHandler = async ({ locals: { ctx } }) => {
  if (!ctx.runtime.demo) throw new AppError('not_found');
  return new Response(new Uint8Array(await exampleWorksheet()), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="ocop-bang-mau.xlsx"',
      'cache-control': 'private, no-store',
    },
  });
};
