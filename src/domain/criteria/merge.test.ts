import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersOf, smallSheets } from '../../../test/makers/sheets.ts';
import { meanInHundredths, merge, type MergeSettings } from './merge.ts';
import { grade, itemsOf } from './rules.ts';
import type { Answer, Answers } from './schema.ts';
import { shippedSheets } from './sheets.ts';

const sheet = shippedSheets[11]!;
const items = itemsOf(sheet);
const full: Record<string, Answer> = Object.fromEntries(items.map((item) => [item.code, item.options!.length - 1]));
const settings: MergeSettings = {
  mergeRule: 'meanOfTotals',
  spreadLimit: 10,
  quorum: { of: 3, outOf: 4, chairRequired: true },
  members: 4,
  minimumTest: 'majority',
  minimaEffect: 'capStar',
};
const ballots = (...answers: Answers[]) =>
  answers.map((one, i) => ({ member: `m${i}`, chair: i === 0, sheet, answers: one, broken: [] as string[] }));

test('the mean is rounded half up to two decimals, and only for showing', () => {
  expect([
    meanInHundredths(209, 3),
    meanInHundredths(1, 8),
    meanInHundredths(1, 200),
    meanInHundredths(140, 2),
  ]).toEqual([6967, 13, 1, 7000]);
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 50 }), (sum, n) => {
      expect(Math.abs(meanInHundredths(sum, n) - (sum * 100) / n)).toBeLessThanOrEqual(0.5);
    }),
  );
});

test('equal sheets merge to themselves, by totals and by parts', () => {
  fc.assert(
    fc.property(
      smallSheets.chain((small) => fc.tuple(fc.constant(small), answersOf(small), fc.integer({ min: 1, max: 7 }))),
      ([small, answers, n]) => {
        const sheets = Array.from({ length: n }, (_, i) => ({
          member: `${i}`,
          chair: i === 0,
          sheet: small,
          answers,
          broken: [],
        }));
        const alone = grade(small, answers);
        for (const mergeRule of ['meanOfTotals', 'meanPerPart'] as const) {
          for (const minimumTest of ['majority', 'lowest'] as const) {
            const merged = merge(sheets, { ...settings, mergeRule, minimumTest });
            expect(merged).toMatchObject({
              total: alone.total * 100,
              bandStars: alone.bandStars,
              stars: alone.stars,
              unmet: alone.unmet,
              outcome: alone.outcome,
              spread: { points: 0, breached: false },
            });
          }
        }
      },
    ),
  );
});

test('more than ten points between two members ask for a second scoring, ten do not', () => {
  const ten = { ...full };
  let lost = 0;
  for (const item of items) {
    if (lost + item.max > 10) continue;
    ten[item.code] = null;
    lost += item.max;
  }
  expect(lost).toBe(10);
  expect(merge(ballots(full, ten), settings).spread).toEqual({ points: 10, breached: false });
  expect(merge(ballots(full, {}), settings).spread).toEqual({ points: 100, breached: true });
});

test('quorum is three of four with the chair', () => {
  expect(merge(ballots(full, full, full), settings).quorum).toEqual({ present: 3, needed: 3, met: true });
  expect(
    merge(
      ballots(full, full, full).map((one) => ({ ...one, chair: false })),
      settings,
    ).quorum.met,
  ).toBe(false);
  expect(merge(ballots(full, full), settings).quorum.met).toBe(false);
});

test('a minimum is met by more than half of the members; a tie takes the lower option', () => {
  const item = items.find((one) => grade(sheet, { ...full, [one.code]: null }).unmet['3'].includes(one.code))!;
  const without = { ...full, [item.code]: null };
  expect(merge(ballots(full, full, without), settings).unmet['3']).toEqual([]);
  expect(merge(ballots(full, without), settings).unmet['3']).toEqual([item.code]);
  expect(merge(ballots(full, full, without), { ...settings, minimumTest: 'lowest' }).unmet['3']).toEqual([item.code]);
  const verified = { answers: full, broken: [] };
  expect(merge(ballots(without, without), { ...settings, minimumTest: 'verified', verified }).unmet['3']).toEqual([]);
});

test('warn only: the minima are told and do not lower the star', () => {
  const item = items.find((one) => grade(sheet, { ...full, [one.code]: null }).unmet['3'].includes(one.code))!;
  const merged = merge(ballots({ ...full, [item.code]: null }), { ...settings, minimaEffect: 'warnOnly' });
  expect(merged).toMatchObject({ stars: 5, unmet: { 3: [item.code] } });
});

test('no sheets, or sheets of two sets, cannot be merged', () => {
  expect(() => merge([], settings)).toThrow(RangeError);
  expect(() => merge([...ballots(full), { ...ballots(full)[0]!, sheet: shippedSheets[0]! }], settings)).toThrow(
    RangeError,
  );
});
