import { waitingProposals } from '#domain/proposals/queries';
import { behalfMarks } from '../../behalf/marks.ts';
import type { PageServerLoad } from './$types.js';

/** The proposals that wait for this official, and those that wait for their producer's answer, each the oldest first. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const [open, asked] = await Promise.all([waitingProposals(ctx), waitingProposals(ctx, 'asked')]);
  const marks = await behalfMarks(
    ctx,
    [...open, ...asked].map(({ id }) => id),
  );
  const marked = (rows: typeof open) => rows.map((row) => ({ ...row, mark: marks[row.id] ?? null }));
  return { waiting: marked(open), asked: marked(asked) };
};
