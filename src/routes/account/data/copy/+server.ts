import { readOwnData } from '#domain/identity/personal';
import type { RequestHandler } from './$types.js';

/** The copy of everything held about oneself, as a file. A post, because each reading is logged. */
export const POST: RequestHandler = async ({ locals: { ctx } }) => {
  const held = await readOwnData(ctx, {});
  return new Response(JSON.stringify(held, null, 2), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="openocop-${ctx.today}.json"`,
      'cache-control': 'private, no-store',
    },
  });
};
