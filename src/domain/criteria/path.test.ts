import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersOf, everyAnswer, printed, smallSheets } from '../../../test/makers/sheets.ts';
import { pathToStar } from './path.ts';
import { itemsOf } from './items.ts';
import { grade, type Star } from './rules.ts';
import type { Answers, Sheet } from './schema.ts';
import { shippedSheets } from './sheets.ts';

const stars = fc.constantFrom<Star>(1, 2, 3, 4, 5);
const cost = fc.constantFrom(0, 0.1, 0.2, 0.3, 1, 2, 5);

/** Every set of improvements, the slow way: the smallest cost that holds the star, and the most points at that cost. */
function bruteForce(
  sheet: Sheet,
  answers: Answers,
  star: Star,
  costs: Record<string, number>,
  fixed: string[],
  broken: string[],
) {
  let best: { cost: number; total: number } | undefined;
  const items = itemsOf(sheet);
  const walk = (i: number, now: Answers, spent: number) => {
    const item = items[i];
    if (!item) {
      const { total, stars: held } = grade(sheet, now, broken);
      if (held === null || held < star) return;
      if (!best || spent < best.cost || (spent === best.cost && total > best.total)) best = { cost: spent, total };
      return;
    }
    walk(i + 1, now, spent);
    if (fixed.includes(item.code)) return;
    const current = answers[item.code];
    for (const answer of everyAnswer(item)) {
      if (printed(item, answer) <= printed(item, current)) continue;
      if (item.cases && current && typeof current === 'object' && (answer as { case: number }).case !== current.case)
        continue;
      walk(i + 1, { ...now, [item.code]: answer }, spent + Math.round((costs[item.code] ?? 1) * 10));
    }
  };
  walk(0, answers, 0);
  return best;
}

test('the path reaches its star, and nothing smaller does (against brute force)', () => {
  const cases = smallSheets.chain((sheet) => {
    const codes = itemsOf(sheet).map((item) => item.code);
    const broken = itemsOf(sheet).flatMap((item) => item.rules.filter((rule) => !rule.when).map((rule) => rule.id));
    return fc.record({
      sheet: fc.constant(sheet),
      answers: answersOf(sheet),
      star: stars,
      costs: fc.dictionary(fc.constantFrom(...codes), cost),
      fixed: fc.subarray(codes, { maxLength: 2 }),
      broken: fc.subarray([...broken, 'dossier/1'], { maxLength: 1 }),
    });
  });
  fc.assert(
    fc.property(cases, ({ sheet, answers, star, costs, fixed, broken }) => {
      const path = pathToStar(sheet, answers, star, { costs, fixed, broken });
      const best = bruteForce(sheet, answers, star, costs, fixed, broken);
      expect(path.reachable).toBe(best !== undefined);
      if (!path.reachable) return;
      const spent = path.steps.reduce((sum, step) => sum + Math.round((costs[step.item] ?? 1) * 10), 0);
      expect({ cost: spent, total: path.total }).toEqual(best);
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
  const sheet = shippedSheets[11]!;
  const again = [pathToStar(sheet, {}, 2), pathToStar(sheet, {}, 2)];
  expect(again[0]).toEqual(again[1]);
});

test('costs tie as decimals: 0.1 and 0.2 cost as much as 0.3', () => {
  fc.assert(
    fc.property(fc.constantFrom(...shippedSheets), (sheet) => {
      const codes = itemsOf(sheet).map((item) => item.code);
      const tenths = Object.fromEntries(codes.map((code, i) => [code, ((i % 3) + 1) / 10]));
      const whole = Object.fromEntries(codes.map((code, i) => [code, (i % 3) + 1]));
      expect(pathToStar(sheet, {}, 4, { costs: tenths })).toEqual(pathToStar(sheet, {}, 4, { costs: whole }));
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
