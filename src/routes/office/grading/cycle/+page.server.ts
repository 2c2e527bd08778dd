import { cycleOf, cycleState, setCycle, usualCycle } from '#domain/grading/process/cycle';
import { steps } from '#domain/grading/process/rules';
import { save } from '#ui/form.ts';
import { at, placeOf, yearOf } from '../place.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  const { places, place } = await placeOf(ctx, url);
  const year = yearOf(url, ctx.today);
  const [cycle, usual] = await Promise.all([cycleOf(ctx, place.path, year), usualCycle(ctx, place.path, year)]);
  const proposed = cycle.version ? cycle.steps : usual;
  return {
    places,
    place,
    year,
    version: cycle.version,
    set: cycle.steps.map((one) => ({ ...one, state: cycleState(one, ctx.today) })),
    steps: steps.map((step) => ({ step, ...proposed.find((one) => one.step === step) })),
  };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      await setCycle(event.locals.ctx, fields);
      return `${at('/cycle', String(fields.area))}&year=${String(fields.year)}`;
    }),
};
