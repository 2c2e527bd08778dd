import { entriesToAnswer } from '#domain/behalf/queries';
import { overview } from './home.ts';
import type { PageServerLoad } from './$types.js';

/** The organisations of this person: what each has to do, why, and by when. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const ids = new Set((ctx.actor?.grants ?? []).flatMap(({ organisation }) => organisation ?? []));
  const asked = await entriesToAnswer(ctx);
  return { asked: asked.length, organisations: await Promise.all([...ids].map((id) => overview(ctx, id))) };
};
