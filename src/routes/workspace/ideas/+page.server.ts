import { ownIdeas } from '#domain/grading/ideas/queries';
import { rulesFor } from '#domain/grading/process/council-rules';
import { producerNames } from '#domain/producers/queries';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const own = (ctx.actor?.grants ?? []).flatMap(({ organisation }) => organisation ?? []);
  const [ideas, names, { rules }] = await Promise.all([
    ownIdeas(ctx),
    producerNames(ctx, own),
    rulesFor(ctx, ctx.runtime.config.area),
  ]);
  const { ideaRequired, planRequired } = rules;
  return {
    ideas,
    producers: Object.entries(names).map(([id, name]) => ({ id, name })),
    required: { idea: ideaRequired, plan: planRequired },
  };
};
