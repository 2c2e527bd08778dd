import { addRound, changeRound, closeRound, makeRounds, reopenRound } from '#domain/grading/process/rounds';
import { roundsOf } from '#domain/grading/process/queries';
import type { RequestEvent } from '@sveltejs/kit';
import { save } from '#ui/form.ts';
import { at, placeOf, yearOf } from '../place.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  const { places, place } = await placeOf(ctx, url);
  const year = yearOf(url, ctx.today);
  return { places, place, year, rounds: await roundsOf(ctx, place.path, year) };
};

/** Acts, and goes back to the place and year that the page showed. */
const acting =
  (act: (event: RequestEvent, fields: Record<string, unknown>) => Promise<unknown>) => (event: RequestEvent) =>
    save(event, async (fields) => {
      await act(event, fields);
      const year = yearOf(event.url, event.locals.ctx.today);
      return `${at('/rounds', event.url.searchParams.get('at') ?? '')}&year=${year}`;
    });

export const actions: Actions = {
  make: acting(({ locals: { ctx } }, fields) => makeRounds(ctx, fields)),
  add: acting(({ locals: { ctx } }, fields) => addRound(ctx, fields)),
  change: acting(({ locals: { ctx } }, fields) => changeRound(ctx, fields)),
  close: acting(({ locals: { ctx } }, fields) => closeRound(ctx, fields)),
  reopen: acting(({ locals: { ctx } }, fields) => reopenRound(ctx, fields)),
};
