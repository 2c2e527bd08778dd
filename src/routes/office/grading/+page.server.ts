import { boardCounts } from '#domain/grading/process/board';
import { watchStages } from '#domain/grading/process/rules';
import { currentProcess } from '#domain/grading/process/decision';
import { rulesFor } from '#domain/grading/process/council-rules';
import { roundsOf } from '#domain/grading/process/queries';
import { placeOf } from './place.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  const { places, place } = await placeOf(ctx, url);
  const year = Number(ctx.today.slice(0, 4));
  const [rounds, rules, counts] = await Promise.all([
    roundsOf(ctx, place.path),
    rulesFor(ctx, place.path),
    boardCounts(ctx),
  ]);
  const { code, title, clocks } = currentProcess;
  return {
    places,
    place,
    year,
    counts: watchStages.flatMap((stage) => (counts[stage] ? [{ stage, n: counts[stage] }] : [])),
    rounds: rounds
      .filter((round) => round.year >= year || round.state === 'late')
      .toSorted((a, b) => (a.proposed_until < b.proposed_until ? -1 : 1)),
    rules: { version: rules.version, number: rules.number },
    decision: { code, title: title[ctx.locale] },
    clocks: clocks.map(({ id, days, unit, direction, from, source }) => ({
      id,
      days,
      unit,
      direction,
      from: from[ctx.locale],
      source,
    })),
  };
};
