import { pathToStar } from '#domain/criteria/path';
import { itemsOf, optionOf } from '#domain/criteria/items';
import { grade, type Star } from '#domain/criteria/rules';
import type { Answer, Answers, Item, Sheet } from '#domain/criteria/schema';
import { shippedSheets } from '#domain/criteria/sheets';
import { pick, seeded } from './random.ts';
import { median, quantile, report, short } from './report.ts';
import { sized } from './size.ts';

/**
 * Grades and exact paths to a star on all sheets that ship, for answers of every kind. The bare baseline adds up the
 * points of the same answers and does nothing else.
 */
const perSheet = sized('PER_SHEET', 60, 2);
const limit = 5;

type Case = { sheet: Sheet; answers: Answers; star: Star; wish: Parameters<typeof pathToStar>[3] };

/** An answer to an item: any option, or none. */
function answerTo(random: () => number, item: Item, answered: number): Answer {
  if (random() > answered) return null;
  if (!item.cases) return Math.floor(random() * item.options!.length);
  const at = Math.floor(random() * item.cases.length);
  return { case: at, option: Math.floor(random() * item.cases[at]!.options.length) };
}

/** From empty sheets to full ones, with and without costs of the items and items that may not rise. */
function caseOf(random: () => number, sheet: Sheet): Case {
  const items = itemsOf(sheet);
  const answered = pick(random, [0, 0.5, 0.9, 1]);
  const answers = Object.fromEntries(items.map((item) => [item.code, answerTo(random, item, answered)]));
  const costs = Object.fromEntries(items.map(({ code }) => [code, Math.round(random() * 100) / 10]));
  const fixed = items.filter(() => random() < 0.1).map(({ code }) => code);
  const wish = pick(random, [{}, { costs }, { fixed }, { costs, fixed }]);
  return { sheet, answers, star: pick(random, [3, 4, 5] as const), wish };
}

const bare = ({ sheet, answers }: Case) =>
  itemsOf(sheet).reduce((sum, item) => sum + (optionOf(item, answers[item.code])?.points ?? 0), 0);
const graded = ({ sheet, answers }: Case) => grade(sheet, answers);
const path = ({ sheet, answers, star, wish }: Case) => pathToStar(sheet, answers, star, wish);

/** Milliseconds that each case takes. */
function times(cases: readonly Case[], run: (one: Case) => unknown): number[] {
  return cases.map((one) => {
    const begun = performance.now();
    run(one);
    return performance.now() - begun;
  });
}

const random = seeded(26);
const cases = shippedSheets.flatMap((sheet) => Array.from({ length: perSheet }, () => caseOf(random, sheet)));
for (const run of [bare, graded, path]) times(cases, run); // warm
const rounds = Array.from({ length: 3 }, () => [bare, graded, path].map((run) => times(cases, run)));
const perSecond = [0, 1, 2].map((k) => median(rounds.map((round) => (1000 * cases.length) / round[k]!.reduce((a, b) => a + b)))); // prettier-ignore
const [adding = 0, grading = 0, paths = 0] = perSecond;
// What a case takes is the least of its rounds: what is above that is the machine doing something else.
const least = cases.map((_, i) => Math.min(...rounds.map((round) => round[2]![i]!)));
const worst = least.indexOf(Math.max(...least));
const { sheet, star, wish } = cases[worst]!;

report(
  `${cases.length} cases on ${shippedSheets.length} sheets`,
  [
    { says: 'the slowest path', measured: least[worst]!, unit: 'ms', bound: limit },
    { says: 'p99 of the paths', measured: quantile(least, 0.99), unit: 'ms', bound: limit },
    { says: 'grades a second, of adding up the points', measured: grading / adding, bound: 0.05, atLeast: true, beside: `${short(grading)} of ${short(adding)} a second` }, // prettier-ignore
  ],
  [
    `the slowest path of any round, whatever else the machine did meanwhile: ${short(Math.max(...rounds.flatMap((round) => round[2]!)))} ms`,
    `${short(paths)} exact paths a second, ${short(grading / paths)} times the time of a grade`,
    `slowest: sheet ${sheet.code}, to ${star} stars, ${Object.keys(wish ?? {}).join(' and ') || 'no'} wishes, ${itemsOf(sheet).length} items`,
  ],
);
