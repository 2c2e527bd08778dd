import type { Answer, Answers, Item, Option, PartCode, Rule, Sheet } from './schema.ts';

export type Star = 1 | 2 | 3 | 4 | 5;
export type Outcome = 'graded' | 'eliminated' | 'not_eligible' | 'stopped';

/** Points from which each star begins (26/2026/QĐ-TTg, article 3.3). */
export const bands: Readonly<Record<Star, number>> = { 1: 0, 2: 30, 3: 50, 4: 70, 5: 90 };

export type Grade = {
  /** Points that count, by item, by criterion and by part. */
  items: Record<string, number>;
  criteria: Record<string, number>;
  parts: Record<PartCode, number>;
  total: number;
  /** The star of the total alone. */
  bandStars: Star;
  /** The star after the minima; null unless the outcome is `graded`. */
  stars: Star | null;
  /** For each star, the items that fall short of what it asks at least. */
  unmet: Record<'3' | '4' | '5', string[]>;
  outcome: Outcome;
  /** Ids of the rules that caused an outcome other than `graded`. */
  reasons: string[];
};

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

/** The star of a total by band: sum >= band x n, so that means are compared without dividing. */
export function starByBand(sum: number, n = 1): Star {
  return ([5, 4, 3, 2] as const).find((star) => sum >= bands[star] * n) ?? 1;
}

/**
 * What an item must reach for a star: the points of its marked options of that star and below (minima are cumulative).
 * With two cases and none chosen, the easier case counts.
 */
export function minimumOf(item: Item, star: Star, answer?: Answer): number {
  const least = (options: readonly Option[]) =>
    Math.max(
      0,
      ...options.flatMap((option) => (option.minimumFor && option.minimumFor <= star ? [option.points] : [])),
    );
  if (!item.cases) return least(item.options ?? []);
  const chosen = optionsOf(item, answer);
  return chosen.length ? least(chosen) : Math.min(...item.cases.map((one) => least(one.options)));
}

const itemKinds = new Set<Rule['kind']>(['appliesOnlyIf', 'requirement', 'evidenceRequired']);
const outcomes: readonly [Outcome, ReadonlySet<Rule['kind']>][] = [
  ['eliminated', new Set(['eliminateIf'])],
  ['not_eligible', new Set(['notEligibleIf', 'precondition'])],
  ['stopped', new Set(['stopScoringIf'])],
];

/**
 * The points that count for each item: those of its option, 0 where a rule of the item is broken. Rules with `when`
 * decide themselves: an item that applies only if another has points waits for that one.
 */
export function pointsOf(
  items: readonly Item[],
  answers: Answers,
  broken: ReadonlySet<string>,
): Record<string, number> {
  const points: Record<string, number> = {};
  for (const item of items) {
    const stated = item.rules.some((rule) => itemKinds.has(rule.kind) && !rule.when && broken.has(rule.id));
    points[item.code] = stated ? 0 : (optionOf(item, answers[item.code])?.points ?? 0);
  }
  // An item that waits may itself be waited for: again until nothing changes.
  for (let changed = true; changed;) {
    changed = false;
    for (const item of items) {
      if (points[item.code] === 0 || !item.rules.some((rule) => itemKinds.has(rule.kind) && waits(rule, points)))
        continue;
      points[item.code] = 0;
      changed = true;
    }
  }
  return points;
}

const waits = (rule: Rule, points: Record<string, number>) =>
  !!rule.when && 'positive' in rule.when && rule.when.positive.some((code) => !points[code]);

/** True if the answer is an option of 0 points; an item without an answer is not a zero. */
export const isZero = (item: Item, answers: Answers): boolean => optionOf(item, answers[item.code])?.points === 0;

/** True if a rule of the whole sheet is broken, by what the answers show or by what a person stated. */
function isBroken(
  rule: Rule,
  items: readonly Item[],
  answers: Answers,
  points: Record<string, number>,
  broken: ReadonlySet<string>,
): boolean {
  const { when } = rule;
  if (!when) return broken.has(rule.id);
  if ('positive' in when) return waits(rule, points);
  return items.some((item) => when.anyZero.includes(item.code) && isZero(item, answers));
}

/** The outcome of the rules, the gravest first: eliminated, not eligible, stopped, else graded. */
export function outcomeOf(
  sheet: Sheet,
  answers: Answers,
  points: Record<string, number>,
  broken: ReadonlySet<string>,
): { outcome: Outcome; reasons: string[] } {
  const items = itemsOf(sheet);
  const rules = items.flatMap((item) => item.rules);
  const disqualified = sheet.disqualifiedWhen.filter(({ id }) => broken.has(id)).map(({ id }) => id);
  for (const [outcome, kinds] of outcomes) {
    const reasons = rules
      .filter((rule) => kinds.has(rule.kind) && isBroken(rule, items, answers, points, broken))
      .map((rule) => rule.id);
    if (outcome === 'eliminated') reasons.unshift(...disqualified);
    if (reasons.length) return { outcome, reasons };
  }
  return { outcome: 'graded', reasons: [] };
}

/** For each star, the items below their minimum for it. */
function unmetOf(items: readonly Item[], answers: Answers, points: Record<string, number>): Grade['unmet'] {
  const short = (star: Star) =>
    items.filter((item) => points[item.code]! < minimumOf(item, star, answers[item.code])).map((item) => item.code);
  return { 3: short(3), 4: short(4), 5: short(5) };
}

/** The highest star of the band whose minima, and those of the stars below it, are all met. */
export function starAfterMinima(bandStars: Star, unmet: Grade['unmet']): Star {
  return (
    ([5, 4, 3] as const).find((star) => star <= bandStars && unmet[star].length === 0) ??
    (Math.min(bandStars, 2) as Star)
  );
}

/**
 * Grades a sheet (26/2026/QĐ-TTg, article 3 and annex II): integers only.
 * @param answers item code -> option; items that are absent or null count 0
 * @param broken ids of the rules that a person states as broken
 */
export function grade(sheet: Sheet, answers: Answers, broken: Iterable<string> = []): Grade {
  const stated = new Set(broken);
  const all = itemsOf(sheet);
  const items = pointsOf(all, answers, stated);
  const sum = (some: readonly Item[]) => some.reduce((total, item) => total + items[item.code]!, 0);
  const criteria: Record<string, number> = {};
  const parts: Record<PartCode, number> = { A: 0, B: 0, C: 0 };
  for (const part of sheet.parts) {
    for (const criterion of part.criteria) {
      criteria[criterion.code] = sum(criterion.items);
      parts[part.code] += criteria[criterion.code]!;
    }
  }
  const total = parts.A + parts.B + parts.C;
  const bandStars = starByBand(total);
  const unmet = unmetOf(all, answers, items);
  const { outcome, reasons } = outcomeOf(sheet, answers, items, stated);
  const stars = outcome === 'graded' ? starAfterMinima(bandStars, unmet) : null;
  return { items, criteria, parts, total, bandStars, stars, unmet, outcome, reasons };
}
