import { mySealed, mySessions } from '#domain/grading/councils/queries';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({
  mine: await mySessions(ctx),
  sealed: await mySealed(ctx),
});
