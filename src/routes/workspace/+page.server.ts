import { entriesToAnswer } from '#domain/behalf/queries';
import { returnedFacts } from '#domain/proposals/unchecked';
import { kindName } from '../facts/fields.ts';
import { overview } from './home.ts';
import type { PageServerLoad } from './$types.js';

/** The organisations of this person: what each has to do, why, and by when. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const ids = new Set((ctx.actor?.grants ?? []).flatMap(({ organisation }) => organisation ?? []));
  const [asked, returned] = await Promise.all([entriesToAnswer(ctx), returnedFacts(ctx)]);
  return {
    asked: asked.length,
    returned: returned.map(({ id, kind, owner, reason }) => ({
      id,
      kind,
      owner,
      reason: reason ?? '',
      title: kindName(kind),
    })),
    organisations: await Promise.all([...ids].map((id) => overview(ctx, id))),
  };
};
