import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastSample, type Scored, severityOf } from './severity.ts';

const round = (totals: readonly number[][]): Scored[] =>
  totals.flatMap((members, product) =>
    members.map((total, member) => ({ member: `m${member}`, product: `p${product}`, total })),
  );
const rounds = fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }), {
  minLength: leastSample,
  maxLength: 30,
});

test('nothing is said of a member with fewer products in common than the least sample', () => {
  const few = severityOf(round(Array.from({ length: leastSample - 1 }, () => [50, 60, 70])));
  expect(few.every(({ mean }) => mean === null)).toBe(true);
});

test('the same for everybody says nothing of anybody; the interval holds the mean; members weigh out to nothing', () => {
  fc.assert(
    fc.property(rounds, (totals) => {
      const found = severityOf(round(totals));
      const shifted = severityOf(round(totals.map((members, i) => members.map((total) => total + i))));
      for (const [i, { mean, from, to }] of found.entries()) {
        expect(from!).toBeLessThanOrEqual(mean!);
        expect(to!).toBeGreaterThanOrEqual(mean!);
        expect(shifted[i]!.mean!).toBeCloseTo(mean!, 9);
      }
      expect(found.reduce((sum, { mean }) => sum + mean!, 0)).toBeCloseTo(0, 9);
    }),
  );
});

test('who gives one point more gives one point more, certainly', () => {
  const totals = Array.from({ length: 10 }, (_, i) => [51 + i, 50 + i, 50 + i]);
  const [high] = severityOf(round(totals));
  expect(high).toMatchObject({ n: 10, mean: 1, from: 1, to: 1 });
});
