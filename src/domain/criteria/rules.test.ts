import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersOf, countingSheet, everyAnswer, printed, smallSheets } from '../../../test/makers/sheets.ts';
import { itemsOf, minimumOf } from './items.ts';
import { grade, starByBand } from './rules.ts';
import type { Answer, Sheet } from './schema.ts';
import { shippedSheets } from './sheets.ts';

const sheetOf = (code: string) => shippedSheets.find((sheet) => sheet.code === code)!;
const full = (sheet: Sheet): Record<string, Answer> =>
  Object.fromEntries(
    itemsOf(sheet).map((item) => [
      item.code,
      item.cases ? { case: 0, option: item.cases[0]!.options.length - 1 } : item.options!.length - 1,
    ]),
  );

test('a sheet with every top option has 100 points and five stars', () => {
  for (const sheet of shippedSheets) {
    expect(grade(sheet, full(sheet))).toMatchObject({
      total: 100,
      parts: { A: 40, B: 25, C: 35 },
      bandStars: 5,
      stars: 5,
      outcome: 'graded',
      reasons: [],
    });
  }
});

test('an empty sheet has no points, one star and every minimum unmet', () => {
  const graded = grade(sheetOf('QD26-12'), {});
  expect(graded).toMatchObject({ total: 0, bandStars: 1, stars: 1, outcome: 'graded' });
  expect(graded.unmet['3']).toHaveLength(8);
});

test('the bands begin at 30, 50, 70 and 90 points', () => {
  const { bands } = shippedSheets[0]!;
  expect([0, 29, 30, 49, 50, 69, 70, 89, 90, 100].map((total) => starByBand(bands, total))).toEqual([
    1, 1, 2, 2, 3, 3, 4, 4, 5, 5,
  ]);
  expect(starByBand(bands, 209, 3)).toBe(3); // a mean of 69.67 is not 70
  expect(starByBand(bands, 210, 3)).toBe(4);
  // Another decision may draw them elsewhere: a sheet is graded by its own.
  const milder = { ...countingSheet, bands: { 1: 0, 2: 20, 3: 40, 4: 60, 5: 80 } };
  const answers = { 1.1: 40, 2.1: 20 };
  expect([grade(countingSheet, answers).stars, grade(milder, answers).stars]).toEqual([3, 4]);
});

test('a product of 95 points that misses one 4-star minimum is not 4 stars', () => {
  const sheet = sheetOf('QD26-12');
  const answers = { ...full(sheet) };
  const item = itemsOf(sheet).find((one) => minimumOf(one, 4) > minimumOf(one, 3) && minimumOf(one, 3) === 0)!;
  answers[item.code] = null;
  const graded = grade(sheet, answers);
  expect(graded).toMatchObject({ bandStars: 5, stars: 3, unmet: { 3: [], 4: [item.code] } });
});

test('a missed 3-star minimum leaves two stars whatever the points', () => {
  const sheet = sheetOf('QD26-12');
  const item = itemsOf(sheet).find((one) => minimumOf(one, 3) > 0)!;
  expect(grade(sheet, { ...full(sheet), [item.code]: null })).toMatchObject({ bandStars: 5, stars: 2 });
});

test('an item that applies only with a story counts 0 without one', () => {
  const sheet = sheetOf('QD26-12');
  expect(grade(sheet, { ...full(sheet), 5.1: null }).items).toMatchObject({ 5.1: 0, 5.2: 0 });
});

test('a requirement that is not met makes its item count 0', () => {
  const sheet = sheetOf('QD26-16');
  expect(grade(sheet, full(sheet), ['5.3/requirement-1']).items['5.3']).toBe(0);
});

test('outcomes: eliminated before not eligible before stopped, each with its rules', () => {
  const sheet = sheetOf('QD26-16');
  const zero = itemsOf(sheet)
    .find((item) => item.code === '6.1')!
    .options!.findIndex((option) => option.points === 0);
  const stopped = { ...full(sheet), 6.1: zero };
  expect(grade(sheet, stopped)).toMatchObject({ outcome: 'stopped', reasons: ['6.4/stop-1'], stars: null });
  expect(grade(sheet, stopped, ['dossier/1'])).toMatchObject({
    outcome: 'eliminated',
    reasons: ['dossier/1'],
    stars: null,
  });
  expect(grade(sheet, { ...full(sheet), 6.1: null })).toMatchObject({ outcome: 'graded' }); // not answered is not a zero
  const eligible = sheetOf('QD26-01');
  const precondition = itemsOf(eligible)
    .flatMap((item) => item.rules)
    .find((rule) => rule.kind === 'precondition')!;
  expect(grade(eligible, full(eligible), [precondition.id])).toMatchObject({
    outcome: 'not_eligible',
    reasons: [precondition.id],
  });
});

test('the chosen case of a two-case item is the one that counts', () => {
  const sheet = sheetOf('QD26-26');
  expect(grade(sheet, { 8: { case: 1, option: 1 } }).items['8']).toBe(3);
  expect(grade(sheet, { 8: { case: 1, option: 0 } }).items['8']).toBe(1);
});

const anySheet = fc.oneof(fc.constantFrom(...shippedSheets), smallSheets);

test('parts add up from criteria and items, and no item has more than is printed', () => {
  fc.assert(
    fc.property(
      anySheet.chain((sheet) => fc.tuple(fc.constant(sheet), answersOf(sheet))),
      ([sheet, answers]) => {
        const graded = grade(sheet, answers);
        const sum = (values: Record<string, number>) => Object.values(values).reduce((a, b) => a + b, 0);
        expect([sum(graded.items), sum(graded.criteria), sum(graded.parts)]).toEqual([
          graded.total,
          graded.total,
          graded.total,
        ]);
        for (const item of itemsOf(sheet))
          expect(graded.items[item.code]).toBeLessThanOrEqual(printed(item, answers[item.code]));
      },
    ),
  );
});

test('more points on an item never lower the total or the star', () => {
  const cases = anySheet.chain((sheet) =>
    fc.tuple(fc.constant(sheet), answersOf(sheet), fc.constantFrom(...itemsOf(sheet))),
  );
  fc.assert(
    fc.property(cases, ([sheet, answers, item]) => {
      const before = grade(sheet, answers);
      // An unanswered item answered with zero may stop the scoring: that is fewer rules kept, not more points.
      for (const better of everyAnswer(item).filter(
        (answer) => answer !== null && printed(item, answer) > printed(item, answers[item.code]),
      )) {
        if (
          item.cases &&
          typeof answers[item.code] === 'object' &&
          (answers[item.code] as { case: number } | null)?.case !== (better as { case: number }).case
        )
          continue;
        const after = grade(sheet, { ...answers, [item.code]: better });
        expect(after.total).toBeGreaterThanOrEqual(before.total);
        expect(after.stars ?? 0).toBeGreaterThanOrEqual(before.stars ?? 0);
      }
    }),
    { numRuns: 300 },
  );
});
