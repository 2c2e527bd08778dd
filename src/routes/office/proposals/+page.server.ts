import { waitingProposals } from '#domain/proposals/queries';
import { behalfMarks } from '../../behalf/marks.ts';
import type { PageServerLoad } from './$types.js';

/** The queue of proposals that wait for this official, the oldest first. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const waiting = await waitingProposals(ctx);
  const marks = await behalfMarks(
    ctx,
    waiting.map(({ id }) => id),
  );
  return { waiting: waiting.map((row) => ({ ...row, mark: marks[row.id] ?? null })) };
};
