import fc from 'fast-check';
import { itemsOf, optionsOf } from '#domain/criteria/items';
import type { Answer, Answers, Item, Sheet } from '#domain/criteria/schema';

const text = { vi: 'x', en: 'x' };

/** A small sheet for comparing with brute force: five items, of which the second waits for the first. */
export const smallSheets: fc.Arbitrary<Sheet> = fc
  .array(
    fc.record({
      points: fc
        .array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 3 })
        .map((points) => points.toSorted((a, b) => a - b)),
      marks: fc.tuple(...[3, 4, 5].map(() => fc.option(fc.nat(2), { freq: 2 }))),
      waits: fc.boolean(),
      stops: fc.boolean(),
      needs: fc.boolean(),
    }),
    { minLength: 5, maxLength: 5 },
  )
  .map((shapes) => sheetOf(shapes.map((shape, i) => itemOf(shape, i))));

/** A sheet of three items without minima: the index of an option is its points, so that part totals can be chosen freely. */
export const countingSheet: Sheet = sheetOf(
  [40, 25, 35].map((max, i) => ({
    code: `${i + 1}.1`,
    name: text,
    max,
    options: Array.from({ length: max + 1 }, (_, points) => ({ points, text })),
    rules: [],
  })),
  1,
);

/** A sheet of items that are met or not, without minima, for comparing ways that gain the same. */
export const flatSheet: Sheet = sheetOf(
  [20, 20, 20, 20, 10, 10].map((max, i) => ({
    code: `1.${i + 1}`,
    name: text,
    max,
    options: [
      { points: 0, text },
      { points: max, text },
    ],
    rules: [],
  })),
);

type Shape = { points: number[]; marks: (number | null)[]; waits: boolean; stops: boolean; needs: boolean };

function itemOf({ points, marks, waits, stops, needs }: Shape, i: number): Item {
  const at = marks.map((mark) => (mark === null || mark >= points.length ? null : mark));
  const options = points.map((value, k) => {
    const star = at.indexOf(k);
    return { points: value, text, ...(star >= 0 && { minimumFor: (star + 3) as 3 | 4 | 5 }) };
  });
  const code = `1.${i + 1}`;
  const rules: Item['rules'] = [
    ...(waits && i > 0
      ? [{ id: `${code}/applies`, kind: 'appliesOnlyIf' as const, text, when: { positive: [`1.${i}`] } }]
      : []),
    ...(stops && i === 2
      ? [{ id: `${code}/stop`, kind: 'stopScoringIf' as const, text, when: { anyZero: [code] } }]
      : []),
    ...(needs ? [{ id: `${code}/needs`, kind: 'requirement' as const, text }] : []),
  ];
  const max = Math.max(...points);
  return i === 4
    ? { code, name: text, max, cases: ['a', 'b'].map((letter) => ({ code: letter, text, options })), rules }
    : { code, name: text, max, options, rules };
}

/** @param each items of part A, as many of part B, the rest in part C */
function sheetOf(items: Item[], each = 2): Sheet {
  const part = (code: 'A' | 'B' | 'C', some: Item[]) => ({
    code,
    name: text,
    max: 0,
    criteria: [{ code, name: text, max: 0, items: some }],
  });
  return {
    decision: 'test',
    annex: 'II',
    no: 1,
    code: 'TEST-01',
    slug: 'test',
    name: text,
    group: { code: 'I', name: text },
    subgroup: null,
    ministries: [],
    samples: 5,
    bands: { 1: 0, 2: 30, 3: 50, 4: 70, 5: 90 },
    disqualifiedWhen: [{ id: 'dossier/1', vi: 'x', en: 'x' }],
    parts: [part('A', items.slice(0, each)), part('B', items.slice(each, 2 * each)), part('C', items.slice(2 * each))],
  };
}

/** Every answer that an item can have. */
export const everyAnswer = (item: Item): Answer[] =>
  item.cases
    ? [null, ...item.cases.flatMap((one, c) => one.options.map((_, option) => ({ case: c, option })))]
    : [null, ...(item.options ?? []).map((_, i) => i)];

/** Answers of a sheet, some left open. */
export const answersOf = (sheet: Sheet): fc.Arbitrary<Answers> =>
  fc.record(Object.fromEntries(itemsOf(sheet).map((item) => [item.code, fc.constantFrom(...everyAnswer(item))])));

/** The points of an answer as printed. */
export const printed = (item: Item, answer: Answer | undefined): number =>
  answer === null || answer === undefined
    ? 0
    : (optionsOf(item, answer)[typeof answer === 'number' ? answer : answer.option]?.points ?? 0);
