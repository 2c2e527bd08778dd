import { decideProposal } from '#domain/proposals/actions';
import { canDecide } from '#domain/proposals/policy';
import { proposalById } from '#domain/proposals/queries';
import { save } from '#ui/form.ts';
import { behalfMarks } from '../../../behalf/marks.ts';
import { changeOf } from '../../../facts/proposed.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const proposal = await proposalById(ctx, params.id);
  const { input: _, ...shown } = proposal;
  const { [proposal.id]: mark = null } = await behalfMarks(ctx, [proposal.id]);
  return { mark, proposal: shown, change: await changeOf(ctx, proposal), mayDecide: canDecide(ctx.actor, proposal) };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      await decideProposal(event.locals.ctx, { ...fields, proposal: event.params.id });
      return '/office/proposals';
    }),
};
