import { ownProducer } from '#domain/producers/queries';
import { countsFor, memberActs } from '../../../../members/acts.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const producer = await ownProducer(ctx, params.id);
  return { ...(await countsFor(ctx, producer)), mayEnter: true };
};

export const actions: Actions = memberActs('/workspace');
