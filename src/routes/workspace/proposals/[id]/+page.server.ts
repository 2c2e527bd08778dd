import { answerProposal, withdrawProposal } from '#domain/proposals/actions';
import { canAnswer } from '#domain/proposals/policy';
import { proposalById } from '#domain/proposals/queries';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { changeOf } from '../../../facts/proposed.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const proposal = await proposalById(ctx, params.id);
  if (!canAnswer(ctx.actor, proposal)) throw new AppError('not_found');
  const { input: _, ...shown } = proposal;
  return { proposal: shown, change: await changeOf(ctx, proposal) };
};

export const actions: Actions = {
  answer: (event) =>
    save(event, async (fields) => {
      await answerProposal(event.locals.ctx, { ...fields, proposal: event.params.id });
      return '/workspace';
    }),
  withdraw: (event) =>
    save(event, async (fields) => {
      await withdrawProposal(event.locals.ctx, { ...fields, proposal: event.params.id });
      return '/workspace';
    }),
};
