import { cycleOf, cycleState } from '#domain/grading/process/cycle';
import { roundsOf } from '#domain/grading/process/queries';
import { provinceOf } from '#domain/grading/process/rules';
import type { PageServerLoad } from './$types.js';

/** The year as the province's officials set it, and the rounds that producers can still reach. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const area = provinceOf(ctx.runtime.config.area);
  const year = Number(ctx.today.slice(0, 4));
  const [now, next, rounds] = await Promise.all([
    cycleOf(ctx, area, year),
    cycleOf(ctx, area, year + 1),
    roundsOf(ctx, area),
  ]);
  return {
    cycles: [now, next]
      .filter(({ steps }) => steps.length)
      .map(({ year: of, steps }) => ({
        year: of,
        steps: steps.map((one) => ({ ...one, state: cycleState(one, ctx.today) })),
      })),
    rounds: rounds
      .filter(({ state }) => state === 'proposing' || state === 'grading')
      .map(({ id, no, year: of, proposed_until, graded_until, state }) => ({
        id,
        no,
        year: of,
        proposed_until,
        graded_until,
        state,
      }))
      .toSorted((a, b) => (a.proposed_until < b.proposed_until ? -1 : 1)),
  };
};
