import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersOf, countingSheet, smallSheets } from '../../../test/makers/sheets.ts';
import { meanInHundredths, type MemberSheet, merge, type MergeSettings, type MinimumTest } from './merge.ts';
import { itemsOf } from './items.ts';
import { grade } from './rules.ts';
import type { Answer, Answers, Sheet } from './schema.ts';
import { shippedSheets } from './sheets.ts';

const sheet = shippedSheets[11]!;
const items = itemsOf(sheet);
const fullOf = (of: Sheet): Record<string, Answer> =>
  Object.fromEntries(itemsOf(of).map((item) => [item.code, item.options!.length - 1]));
const full = fullOf(sheet);
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
            const merged = merge(sheets, { ...settings, members: n, mergeRule, minimumTest });
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

/** Members who state rules as broken, all else being full. */
const stating = (of: Sheet, ...broken: string[][]) =>
  broken.map((ids, i) => ({ member: `m${i}`, chair: i === 0, sheet: of, answers: fullOf(of), broken: ids }));

test('each rule is decided by itself: a graver one that few state hides none that many state', () => {
  const fresh = shippedSheets[0]!;
  const [origin, dossier, mass] = ['1.1/precondition-1', 'dossier/1', '2.1/ineligible-1'] as const;
  expect([origin, dossier, mass].map((id) => grade(fresh, fullOf(fresh), [id]).outcome)).toEqual([
    'not_eligible',
    'eliminated',
    'not_eligible',
  ]);
  const outcome = (tested: MinimumTest, ...broken: string[][]) => {
    const { outcome: found, reasons, stars } = merge(stating(fresh, ...broken), { ...settings, ...tested });
    expect(stars === null).toBe(found !== 'graded');
    return [found, ...reasons];
  };
  const majority = { minimumTest: 'majority' } as const;
  const lowest = { minimumTest: 'lowest' } as const;
  expect(outcome(majority, [origin], [origin], [])).toEqual(['not_eligible', origin]);
  expect(outcome(majority, [origin, dossier], [origin], [])).toEqual(['not_eligible', origin]);
  expect(outcome(majority, [origin, dossier], [origin], [dossier])).toEqual(['eliminated', dossier]);
  expect(outcome(majority, [origin], [mass], [dossier])).toEqual(['graded']); // three rules, one voice each
  expect(outcome(majority, [origin], [])).toEqual(['not_eligible', origin]); // a tie takes the lower
  expect(outcome(lowest, [origin, dossier], [origin], [])).toEqual(['eliminated', dossier]);
  expect(outcome(lowest, [], [origin], [])).toEqual(['not_eligible', origin]);
  const verified = (...broken: string[]): MinimumTest => ({
    minimumTest: 'verified',
    verified: { answers: fullOf(fresh), broken },
  });
  expect(outcome(verified(), [dossier], [dossier], [dossier])).toEqual(['graded']);
  expect(outcome(verified(origin), [], [], [])).toEqual(['not_eligible', origin]);
  expect(outcome(verified(origin, dossier), [], [], [])).toEqual(['eliminated', dossier]);
});

test('a zero that stops the scoring stops it when most members answered it', () => {
  const water = shippedSheets[15]!;
  const zero = itemsOf(water)
    .find(({ code }) => code === '6.1')!
    .options!.findIndex(({ points }) => points === 0);
  const sheets = stating(water, [], [], []);
  const stopped = (n: number) =>
    sheets.map((one, i) => (i < n ? { ...one, answers: { ...one.answers, 6.1: zero } } : one));
  expect(merge(stopped(1), settings).outcome).toBe('graded');
  expect(merge(stopped(2), settings)).toMatchObject({ outcome: 'stopped', reasons: ['6.4/stop-1'], stars: null });
});

/** Members of whom the sums of the parts are these. */
function summing(n: number, ...sums: [number, number, number]) {
  const share = (sum: number, i: number) => Math.floor(sum / n) + (i < sum % n ? 1 : 0);
  return Array.from({ length: n }, (_, i) => ({
    member: `m${i}`,
    chair: i === 0,
    sheet: countingSheet,
    answers: Object.fromEntries(sums.map((sum, part) => [`${part + 1}.1`, share(sum, i)])),
    broken: [],
  }));
}

test('where rounding decides: parts are rounded half up and then compared, totals are compared unrounded', () => {
  const stars = (n: number, ...sums: [number, number, number]) =>
    (['meanOfTotals', 'meanPerPart'] as const).flatMap((mergeRule) => {
      const merged = merge(summing(n, ...sums), { ...settings, members: n, mergeRule });
      return [merged.total, merged.stars];
    });
  // Means of 31.33…, 15.33… and 23.33… make 70 together, and 69.99 once each is rounded.
  expect(stars(3, 94, 46, 70)).toEqual([7000, 4, 6999, 3]);
  // 31.66…, 15.66… and 22.66… round up: the total shows a hundredth more than the mean of totals.
  expect(stars(3, 95, 47, 68)).toEqual([7000, 4, 7001, 4]);
  // A mean of 69.995 shows as 70.00 in both; only the rounded parts reach the band.
  expect(stars(200, 6399, 3200, 4400)).toEqual([7000, 3, 7000, 4]);
  // 69.99 stays below whichever way.
  expect(stars(100, 3199, 1600, 2200)).toEqual([6999, 3, 6999, 3]);
  // Two halves of a hundredth, each rounded up by itself.
  expect(stars(200, 6399, 3199, 4400)).toEqual([6999, 3, 7000, 4]);
});

test('no sheets, sheets of two sets or wordings, a member twice, or more than there are: refused', () => {
  const [one, two] = ballots(full, full) as unknown as readonly [MemberSheet, MemberSheet];
  const reworded = structuredClone(sheet);
  reworded.parts[0]!.name.vi = 'Lời văn của bản ký';
  expect(() => merge([], settings)).toThrow('nothing to merge');
  expect(() => merge([one, { ...two, sheet: shippedSheets[0]! }], settings)).toThrow('different score sheets');
  expect(() => merge([one, { ...two, sheet: reworded }], settings)).toThrow('different score sheets');
  expect(() => merge([one, { ...two, member: 'm0' }], settings)).toThrow('m0 twice');
  expect(() => merge([one, two], { ...settings, members: 1 })).toThrow('2 sheets of 1 members');
  expect(merge([one, { ...two, sheet: structuredClone(sheet) }], settings).stars).toBe(5); // as read twice
});
