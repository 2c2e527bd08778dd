import type { Answer, Answers, Item, Option, Sheet } from './schema.ts';

/** The items of a sheet in its order. */
export const itemsOf = (sheet: Sheet): Item[] =>
  sheet.parts.flatMap((part) => part.criteria.flatMap((criterion) => criterion.items));

/** The options to choose from, given the case of an answer (undefined: no case chosen yet). */
export function optionsOf(item: Item, answer: Answer | undefined): readonly Option[] {
  if (!item.cases) return item.options ?? [];
  return typeof answer === 'object' && answer ? (item.cases[answer.case]?.options ?? []) : [];
}

/** The option that was answered; undefined if none, or if there is no such option. */
export function optionOf(item: Item, answer: Answer | undefined): Option | undefined {
  if (answer === null || answer === undefined) return undefined;
  if (typeof answer === 'number') return item.cases ? undefined : item.options?.[answer];
  return item.cases?.[answer.case]?.options[answer.option];
}

/** True if the answer is an option of 0 points; an item without an answer is not a zero. */
export const isZero = (item: Item, answers: Answers): boolean => optionOf(item, answers[item.code])?.points === 0;

/**
 * What an item must reach for a star: the points of its marked options of that star and below (minima are cumulative:
 * 26/2026/QĐ-TTg marks options in annex II and says no more; the setting `minimaCumulative` of decision.json is ours).
 * With two cases and none chosen, the easier case counts.
 */
export function minimumOf(item: Item, star: number, answer?: Answer): number {
  const least = (options: readonly Option[]) =>
    Math.max(
      0,
      ...options.flatMap((option) => (option.minimumFor && option.minimumFor <= star ? [option.points] : [])),
    );
  if (!item.cases) return least(item.options ?? []);
  const chosen = optionsOf(item, answer);
  return chosen.length ? least(chosen) : Math.min(...item.cases.map((one) => least(one.options)));
}

/** The first option of most points, and where the case was chosen only within it. */
export function topOf(item: Item, answer: Answer | undefined): { answer: Answer; points: number } {
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
