import { gatesOf, pointsOf, stoppingZeros } from './conditions.ts';
import { millionths } from './costs.ts';
import { cover } from './cover.ts';
import { isZero, itemsOf, minimumOf, optionOf, topOf } from './items.ts';
import { grade, type Star, unmetFor } from './rules.ts';
import type { Answer, Answers, Sheet } from './schema.ts';

export type Step = { item: string; from: Answer; to: Answer };

export type Path =
  | { reachable: true; steps: Step[]; total: number; stars: Star }
  /** Why not: broken rules; items that must rise and may not, for a minimum or a stopping zero; the most points. */
  | { reachable: false; rules: string[]; items: string[]; most: number; needed: number };

type Wish = { costs?: Readonly<Record<string, number>>; fixed?: Iterable<string>; broken?: Iterable<string> };

/** A way that was found: cost in millionths, points in all, and the items raised, in the order of the sheet. */
type Way = { cost: number; total: number; raised: number[] };

/**
 * The least improvements by which a sheet holds `star`, minima and `when` rules included. Exact: a raised item costs
 * the same however far it rises, so it rises to its top; which items rise is a knapsack over points, solved whole for
 * each way of opening the items that others wait for.
 * @param wish.costs for each item what changing it costs, default 1: 0 to 1,000,000 with at most six decimals
 * @param wish.fixed items that cannot be raised by wish
 * @throws RangeError for a cost that is none
 * @returns the way with the smaller cost, then more points, then earlier items of the sheet; or why there is none
 */
export function pathToStar(sheet: Sheet, answers: Answers, star: Star, wish: Wish = {}): Path {
  const items = itemsOf(sheet);
  const broken = new Set(wish.broken);
  const fixed = new Set(wish.fixed);
  const zeros = stoppingZeros(items);
  const costs = items.map(({ code }) => millionths(code, wish.costs?.[code] ?? 1));
  const tops = items.map((item) => topOf(item, answers[item.code]));
  const now = pointsOf(items, answers, broken);
  const gates = gatesOf(items).filter((i) => now[items[i]!.code] === 0);

  let best: Way | undefined;
  for (let open = 0; open < 2 ** gates.length; open++) {
    const opened = gates.filter((_, bit) => open & (1 << bit));
    const way = wayWith(opened);
    if (way && (!best || better(way, best))) best = way;
  }
  if (!best) return whyNot();
  const after = raise(best.raised);
  const { total, stars } = grade(sheet, after, broken);
  const steps = best.raised.map((i) => ({
    item: items[i]!.code,
    from: answers[items[i]!.code] ?? null,
    to: tops[i]!.answer,
  }));
  return { reachable: true, steps, total, stars: stars! };

  function raise(which: readonly number[]): Answers {
    return { ...answers, ...Object.fromEntries(which.map((i) => [items[i]!.code, tops[i]!.answer])) };
  }

  function mayRise(i: number): boolean {
    const answered = optionOf(items[i]!, answers[items[i]!.code])?.points ?? 0;
    return !fixed.has(items[i]!.code) && tops[i]!.points > answered;
  }

  /** The best way that raises the gates `opened` and leaves the other closed ones closed. */
  function wayWith(opened: readonly number[]): Way | undefined {
    if (!opened.every(mayRise)) return undefined;
    const base = raise(opened);
    const points = pointsOf(items, base, broken);
    // Raised and still nothing: it opens nothing, and is worth its cost only where its answered zero stops the scoring.
    if (opened.some((i) => points[items[i]!.code] === 0 && !stops(i, answers))) return undefined;
    const free = items.map((_, i) => i).filter((i) => !gates.includes(i) && mayRise(i));
    // The gates are settled, so what one item gains does not depend on the others.
    const topmost = pointsOf(items, raise([...opened, ...free]), broken);
    const gains = new Map(free.map((i) => [i, topmost[items[i]!.code]! - points[items[i]!.code]!]));
    const forced = mustRise(base, points);
    if (
      forced.some(
        (i) => !gains.has(i) || points[items[i]!.code]! + gains.get(i)! < minimumOf(items[i]!, star, tops[i]!.answer),
      )
    )
      return undefined;
    const reached = grade(sheet, raise([...opened, ...forced]), broken);
    if (reached.outcome !== 'graded' || unmetFor(star, reached).length) return undefined;
    const raised = [...opened, ...forced];
    const rest = free.filter((i) => gains.get(i)! > 0 && !forced.includes(i));
    const chosen = cover(
      rest.map((i) => ({ i, gain: gains.get(i)!, cost: costs[i]! })),
      Math.max(0, sheet.bands[star] - reached.total),
    );
    if (!chosen) return undefined;
    return {
      cost: chosen.cost + raised.reduce((sum, i) => sum + costs[i]!, 0),
      total: reached.total + chosen.gain,
      raised: [...raised, ...chosen.items].toSorted((a, b) => a - b),
    };
  }

  /** Items below their minimum for the star, and answered zeros that stop the scoring. */
  function mustRise(base: Answers, points: Record<string, number>): number[] {
    return items.flatMap((item, i) => {
      const short = points[item.code]! < minimumOf(item, star, base[item.code]);
      return short || stops(i, base) ? [i] : [];
    });
  }

  function stops(i: number, given: Answers): boolean {
    return zeros.has(items[i]!.code) && isZero(items[i]!, given);
  }

  function whyNot(): Path {
    const raised = raise(items.map((_, i) => i).filter(mayRise));
    const most = grade(sheet, raised, broken);
    const short = new Set(unmetFor(star, most));
    const held = items.filter(({ code }, i) => short.has(code) || stops(i, raised)).map(({ code }) => code);
    return { reachable: false, rules: most.reasons, items: held, most: most.total, needed: sheet.bands[star] };
  }
}

/** Smaller cost, then more points, then the way whose first different item comes earlier. */
function better(a: Way, b: Way): boolean {
  if (a.cost !== b.cost) return a.cost < b.cost;
  if (a.total !== b.total) return a.total > b.total;
  for (let k = 0; k < Math.max(a.raised.length, b.raised.length); k++) {
    if (a.raised[k] !== b.raised[k]) return (a.raised[k] ?? Infinity) < (b.raised[k] ?? Infinity);
  }
  return false;
}
