import type { Ctx, Tx } from '#kernel/context';
import { areaNames } from '#domain/areas/queries';
import { canSetProcess } from './policy.ts';
import { country, provinceOf, roundState } from './rules.ts';

/** The rounds of a place, the newest year first; of one year if it is given. Public: a plan is announced. */
export async function roundsOf(ctx: Ctx | Tx, area: string, year?: number) {
  const rows = await (ctx as Ctx).db
    .selectFrom('grading.round')
    .selectAll()
    .where('area_path', '=', area)
    .$if(year !== undefined, (some) => some.where('year', '=', year!))
    .orderBy('year', 'desc')
    .orderBy('no')
    .execute();
  return rows.map((row) => ({ ...row, state: roundState(row, ctx.today) }));
}
export type RoundRow = Awaited<ReturnType<typeof roundsOf>>[number];

/**
 * The round of a place that a dossier comes into by the day on which it was proposed, whenever it is taken in (article
 * 5): the first whose last day of proposing is not before that day, and which is not closed; null if none was made.
 */
export async function roundOfProposal(ctx: Ctx | Tx, area: string, day: string): Promise<RoundRow | null> {
  const open = (await roundsOf(ctx, area)).filter((round) => !round.closed_at && day <= round.proposed_until);
  return open.toSorted((a, b) => (a.proposed_until < b.proposed_until ? -1 : 1))[0] ?? null;
}

/**
 * The places whose process this person looks at: the provinces of their roles, the installation's own, and the ministry's;
 * those that they set come first.
 */
export async function processPlaces(ctx: Ctx): Promise<{ path: string; name: string; sets: boolean }[]> {
  const home = ctx.runtime.config.area;
  const own = (ctx.actor?.grants ?? []).flatMap(({ area }) => (area ? [provinceOf(area)] : []));
  const paths = [...new Set([...own.filter((path) => path !== country), provinceOf(home), country])];
  const names = await areaNames(ctx, paths);
  return paths
    .map((path) => ({ path, name: names[path] ?? path, sets: canSetProcess(ctx.actor, path) }))
    .toSorted((a, b) => Number(b.sets) - Number(a.sets));
}

/** The place that the address asks for, else the first that this person sets. */
export async function processPlace(ctx: Ctx, asked: string | null) {
  const places = await processPlaces(ctx);
  return { places, place: places.find(({ path }) => path === asked) ?? places[0]! };
}
