import { pointsOf } from './conditions.ts';
import { cover } from './cover.ts';
import { isZero, itemsOf, minimumOf, optionOf } from './items.ts';
import { bands, type Grade, grade, type Star } from './rules.ts';
import type { Answer, Answers, Item, Sheet } from './schema.ts';

export type Step = { item: string; from: Answer; to: Answer };

export type Path =
  | { reachable: true; steps: Step[]; total: number; stars: Star }
  /** Why not: broken rules, items that must rise and may not, or the most points that can be had. */
  | { reachable: false; rules: string[]; items: string[]; most: number; needed: number };

type Wish = { costs?: Readonly<Record<string, number>>; fixed?: Iterable<string>; broken?: Iterable<string> };

/** A way that was found: cost in millionths, points in all, and the items raised, in the order of the sheet. */
type Way = { cost: number; total: number; raised: number[] };

// Costs are compared as whole millionths, so that 0.1 + 0.2 ties with 0.3.
const costUnit = 1_000_000;

/**
 * The least improvements by which a sheet holds `star`, minima and `when` rules included. Exact: a raised item costs
 * the same however far it rises, so it rises to its top; which items rise is a knapsack over points, solved whole for
 * each way of opening the items that others wait for.
 * @param wish.costs a number for each changed item, default 1
 * @param wish.fixed items that cannot be raised by wish
 * @returns the way with the smaller cost, then more points, then earlier items of the sheet; or why there is none
 */
export function pathToStar(sheet: Sheet, answers: Answers, star: Star, wish: Wish = {}): Path {
  const items = itemsOf(sheet);
  const broken = new Set(wish.broken);
  const fixed = new Set(wish.fixed);
  const zeros = stoppingZeros(items);
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
    if (reached.outcome !== 'graded' || (star >= 3 && reached.unmet[star as 3].length)) return undefined;
    const raised = [...opened, ...forced];
    const rest = free.filter((i) => gains.get(i)! > 0 && !forced.includes(i));
    const chosen = cover(
      rest.map((i) => ({ i, gain: gains.get(i)!, cost: costOf(i) })),
      Math.max(0, bands[star] - reached.total),
    );
    if (!chosen) return undefined;
    return {
      cost: chosen.cost + raised.reduce((sum, i) => sum + costOf(i), 0),
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

  function costOf(i: number): number {
    return Math.round((wish.costs?.[items[i]!.code] ?? 1) * costUnit);
  }

  function whyNot(): Path {
    const all = items.map((_, i) => i).filter(mayRise);
    const most: Grade = grade(sheet, raise(all), broken);
    const short = star >= 3 ? most.unmet[star as 3] : [];
    return { reachable: false, rules: most.reasons, items: short, most: most.total, needed: bands[star] };
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

/** The first option of most points, and where the case was chosen only within it. */
function topOf(item: Item, answer: Answer | undefined): { answer: Answer; points: number } {
  let top: { answer: Answer; points: number } = { answer: null, points: 0 };
  const consider = (points: number, candidate: Answer) => {
    if (points > top.points) top = { answer: candidate, points };
  };
  item.options?.forEach((option, i) => consider(option.points, i));
  item.cases?.forEach((one, c) => {
    if (typeof answer === 'object' && answer && answer.case !== c) return;
    one.options.forEach((option, i) => consider(option.points, { case: c, option: i }));
  });
  return top;
}

/** Items of which an answered zero ends the scoring or the hope of a star (`anyZero`). */
const stoppingZeros = (items: readonly Item[]): ReadonlySet<string> =>
  new Set(
    items.flatMap((item) =>
      item.rules.flatMap((rule) =>
        rule.kind !== 'guidance' && rule.when && 'anyZero' in rule.when ? rule.when.anyZero : [],
      ),
    ),
  );

/** Items that another waits for (`positive`). */
function gatesOf(items: readonly Item[]): number[] {
  const codes = new Set(
    items.flatMap((item) =>
      item.rules.flatMap((rule) => (rule.when && 'positive' in rule.when ? rule.when.positive : [])),
    ),
  );
  return items.flatMap((item, i) => (codes.has(item.code) ? [i] : []));
}
