import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersOf, everyAnswer, flatSheet, printed, smallSheets } from '../../../test/makers/sheets.ts';
import { pathToStar } from './path.ts';
import { itemsOf } from './items.ts';
import { grade, type Star } from './rules.ts';
import type { Answer, Answers, Sheet } from './schema.ts';
import { shippedSheets } from './sheets.ts';

const stars = fc.constantFrom<Star>(1, 2, 3, 4, 5);
const tenths = fc.constantFrom(0, 0.1, 0.2, 0.3, 1, 2, 5);
type Wishes = { costs: Record<string, number>; fixed: string[]; broken: string[] };

type Found = { cost: number; total: number; raised: number[] };

/**
 * Every set of improvements, the slow way: the smallest cost that holds the star, then the most points, then the way
 * whose first different item comes earlier. A way with a step that could be left out is none: it is not the least.
 */
function bruteForce(sheet: Sheet, answers: Answers, star: Star, { costs, fixed, broken }: Wishes): Found | undefined {
  let best: Found | undefined;
  const items = itemsOf(sheet);
  const held = (now: Answers) => {
    const { total, stars: reached } = grade(sheet, now, broken);
    return reached !== null && reached >= star ? total : undefined;
  };
  const idle = (now: Answers, raised: readonly number[], total: number) =>
    raised.some((i) => held({ ...now, [items[i]!.code]: answers[items[i]!.code] }) === total);
  const walk = (i: number, now: Answers, cost: number, raised: number[]) => {
    const item = items[i];
    if (!item) {
      const total = held(now);
      if (total === undefined || idle(now, raised, total)) return;
      const found = { cost, total, raised };
      if (!best || before(found, best)) best = found;
      return;
    }
    walk(i + 1, now, cost, raised);
    if (fixed.includes(item.code)) return;
    const current = answers[item.code];
    for (const answer of everyAnswer(item)) {
      if (printed(item, answer) <= printed(item, current)) continue;
      if (item.cases && current && typeof current === 'object' && (answer as { case: number }).case !== current.case)
        continue;
      const more = Math.round((costs[item.code] ?? 1) * 10);
      walk(i + 1, { ...now, [item.code]: answer }, cost + more, [...raised, i]);
    }
  };
  walk(0, answers, 0, []);
  return best;
}

/** The order of ways, worded another way than in path.ts: the earliest item that only one of them raises decides. */
function before(a: Found, b: Found): boolean {
  if (a.cost !== b.cost) return a.cost < b.cost;
  if (a.total !== b.total) return a.total > b.total;
  const only = [...a.raised, ...b.raised].filter((i) => a.raised.includes(i) !== b.raised.includes(i));
  return only.length > 0 && a.raised.includes(Math.min(...only));
}

const sameCase = (a: Answer, b: Answer) =>
  typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || a.case === b.case;

test('the path reaches its star, and nothing smaller does (against brute force)', () => {
  const cases = smallSheets.chain((sheet) => {
    const codes = itemsOf(sheet).map((item) => item.code);
    const broken = itemsOf(sheet).flatMap((item) => item.rules.filter((rule) => !rule.when).map((rule) => rule.id));
    return fc.record({
      sheet: fc.constant(sheet),
      answers: answersOf(sheet),
      star: stars,
      costs: fc.dictionary(fc.constantFrom(...codes), tenths),
      fixed: fc.subarray(codes, { maxLength: 2 }),
      broken: fc.subarray([...broken, 'dossier/1'], { maxLength: 1 }),
    });
  });
  fc.assert(
    fc.property(cases, ({ sheet, answers, star, costs, fixed, broken }) => {
      const path = pathToStar(sheet, answers, star, { costs, fixed, broken });
      const best = bruteForce(sheet, answers, star, { costs, fixed, broken });
      expect(path.reachable).toBe(best !== undefined);
      if (!path.reachable) return;
      const spent = path.steps.reduce((sum, step) => sum + Math.round((costs[step.item] ?? 1) * 10), 0);
      const at = itemsOf(sheet).map(({ code }) => code);
      const raised = path.steps.map(({ item }) => at.indexOf(item));
      expect({ cost: spent, total: path.total, raised }).toEqual(best);
      for (const { item, from, to } of path.steps) {
        const one = itemsOf(sheet)[at.indexOf(item)]!;
        expect(from).toEqual(answers[item] ?? null);
        // What is raised rises to its top: the first option that has it.
        const options = everyAnswer(one).filter((answer) => sameCase(answer, from));
        expect(to).toEqual(options.find((answer) => printed(one, answer) === Math.max(...options.map((x) => printed(one, x))))); // prettier-ignore
      }
      const after = Object.fromEntries(path.steps.map((step) => [step.item, step.to]));
      expect(grade(sheet, { ...answers, ...after }, broken)).toMatchObject({
        total: path.total,
        stars: path.stars,
        outcome: 'graded',
      });
      expect(path.steps.every((step) => !fixed.includes(step.item))).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('from an empty sheet every star of every sheet can be reached', () => {
  for (const sheet of shippedSheets) {
    for (const star of [1, 2, 3, 4, 5] as const) {
      const path = pathToStar(sheet, {}, star);
      expect(path.reachable && path.stars).toBeGreaterThanOrEqual(star);
    }
  }
});

test('of two ways that cost and gain the same, the earlier items of the sheet rise', () => {
  const best = (star: Star, costs: Record<string, number> = {}) => {
    const path = pathToStar(flatSheet, {}, star, { costs });
    return path.reachable ? path.steps.map(({ item }) => item).join(' ') : null;
  };
  // Six items of 20, 20, 20, 20, 10 and 10 points, no minima: 30 points need two items, 50 need three.
  expect([best(1), best(2), best(3), best(4), best(5)]).toEqual(['', '1.1 1.2', '1.1 1.2 1.3', '1.1 1.2 1.3 1.4', '1.1 1.2 1.3 1.4 1.5']); // prettier-ignore
  // More points come before earlier items, and a smaller cost before both.
  expect(best(2, { 1.1: 0.2, 1.5: 0.1, 1.2: 0.2, 1.3: 0.2, 1.4: 0.2, 1.6: 0.1 })).toBe('1.1 1.5');
  expect(best(2, { 1.1: 2, 1.2: 2, 1.3: 1, 1.4: 1 })).toBe('1.3 1.4');
});

test('costs tie as decimals: 0.1 and 0.2 cost as much as 0.3', () => {
  fc.assert(
    fc.property(fc.constantFrom(...shippedSheets), (sheet) => {
      const codes = itemsOf(sheet).map((item) => item.code);
      const decimals = Object.fromEntries(codes.map((code, i) => [code, ((i % 3) + 1) / 10]));
      const whole = Object.fromEntries(codes.map((code, i) => [code, (i % 3) + 1]));
      expect(pathToStar(sheet, {}, 4, { costs: decimals })).toEqual(pathToStar(sheet, {}, 4, { costs: whole }));
    }),
  );
});

test('what cannot be reached says why: a stated rule, a fixed item, or the points', () => {
  const sheet = shippedSheets[11]!;
  expect(pathToStar(sheet, {}, 3, { broken: ['dossier/1'] })).toMatchObject({ reachable: false, rules: ['dossier/1'] });
  const held = grade(sheet, {}).unmet['3'][0]!;
  expect(pathToStar(sheet, {}, 3, { fixed: [held] })).toMatchObject({ reachable: false, items: [held] });
  expect(pathToStar(sheet, {}, 5, { fixed: itemsOf(sheet).map((item) => item.code) })).toMatchObject({
    reachable: false,
    most: 0,
    needed: 90,
  });
});

test('a zero that stops the scoring and may not rise is named, besides the items of the minima', () => {
  const sheet = shippedSheets[15]!;
  const zero = itemsOf(sheet)
    .find(({ code }) => code === '6.1')!
    .options!.findIndex(({ points }) => points === 0);
  const answers = { 6.1: zero };
  const stopped = pathToStar(sheet, answers, 2, { fixed: ['6.1'] });
  expect(stopped).toMatchObject({ reachable: false, rules: ['6.4/stop-1'], items: ['6.1'] });
  const minimum = grade(sheet, {}).unmet[3].find((code) => code !== '6.1')!;
  const both = pathToStar(sheet, answers, 3, { fixed: ['6.1', minimum] });
  expect(both.reachable || both.items.toSorted()).toEqual([minimum, '6.1'].toSorted());
  expect(pathToStar(sheet, answers, 3).reachable).toBe(true);
});

test('a cost is a number from 0 to a million with at most six decimals; anything else is refused, never rounded', () => {
  const sheet = shippedSheets[11]!;
  const costing = (cost: number) => () => pathToStar(sheet, {}, 3, { costs: { 1.1: cost } });
  for (const cost of [0, 0.000001, 0.1, 1.234567, 999_999.999999, 1_000_000])
    expect(costing(cost), `${cost}`).not.toThrow();
  for (const cost of [NaN, Infinity, -Infinity, -1, -1e-7, 1e-7, 0.0000015, 1_000_000.1, 1e21])
    expect(costing(cost), `${cost}`).toThrow(/^1\.1: .* is no cost/);
});
