import { canSpeakFor } from '#domain/producers/policy';
import { producerForEdit } from '#domain/producers/queries';
import { countsFor, memberActs } from '../../../../members/acts.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const producer = await producerForEdit(ctx, params.id);
  return { ...(await countsFor(ctx, producer)), mayEnter: canSpeakFor(ctx.actor, producer) };
};

export const actions: Actions = memberActs('/office');
