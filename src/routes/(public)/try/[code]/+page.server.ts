import { currentSheet } from '#domain/criteria/queries';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ params, locals }) => ({
  ...(await currentSheet(locals.ctx, params.code)),
  today: locals.ctx.today,
});
