import { isZero, itemsOf, optionOf } from './items.ts';
import type { Answers, Item, Rule, Sheet } from './schema.ts';

export type Outcome = 'graded' | 'eliminated' | 'not_eligible' | 'stopped';

/** Kinds of rules that, broken, make their item count 0 (data/criteria/README.md). */
const itemKinds = new Set<Rule['kind']>(['appliesOnlyIf', 'requirement', 'evidenceRequired']);

/** Kinds of rules that, broken, end the whole sheet: the outcomes in the order of precedence. */
const outcomes: readonly [Outcome, ReadonlySet<Rule['kind']>][] = [
  ['eliminated', new Set(['eliminateIf'])],
  ['not_eligible', new Set(['notEligibleIf', 'precondition'])],
  ['stopped', new Set(['stopScoringIf'])],
];
const sheetKinds = new Set(outcomes.flatMap(([, kinds]) => [...kinds]));

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

/**
 * The rules of the whole sheet that are broken, whatever their outcome, by what the answers show or by what a person
 * stated.
 */
export function brokenRules(
  sheet: Sheet,
  answers: Answers,
  points: Record<string, number>,
  stated: ReadonlySet<string>,
): string[] {
  const items = itemsOf(sheet);
  const isBroken = ({ id, when }: Rule) => {
    if (!when) return stated.has(id);
    if ('positive' in when) return when.positive.some((code) => !points[code]);
    return items.some((item) => when.anyZero.includes(item.code) && isZero(item, answers));
  };
  return [
    ...sheet.disqualifiedWhen.filter(({ id }) => stated.has(id)),
    ...items.flatMap((item) => item.rules.filter((rule) => sheetKinds.has(rule.kind) && isBroken(rule))),
  ].map(({ id }) => id);
}

/**
 * The outcome of broken rules, the gravest first: eliminated, not eligible, stopped, else graded. The decision names
 * what ends a dossier and not what follows from two at once; the precedence is that of data/criteria/README.md.
 * @param broken ids of rules of the whole sheet, as `brokenRules` finds them
 * @returns with the reasons in the order of the sheet, those of the dossier first
 */
export function outcomeBy(sheet: Sheet, broken: Iterable<string>): { outcome: Outcome; reasons: string[] } {
  const ids = new Set(broken);
  if (!ids.size) return { outcome: 'graded', reasons: [] };
  const dossier = sheet.disqualifiedWhen.map(({ id }) => ({ id, kind: 'eliminateIf' as const }));
  const rules = [...dossier, ...itemsOf(sheet).flatMap((item) => item.rules)].filter(({ id }) => ids.has(id));
  for (const [outcome, kinds] of outcomes) {
    const reasons = rules.filter(({ kind }) => kinds.has(kind)).map(({ id }) => id);
    if (reasons.length) return { outcome, reasons };
  }
  return { outcome: 'graded', reasons: [] };
}

/** Items of which an answered zero ends the sheet (`anyZero`). */
export const stoppingZeros = (items: readonly Item[]): ReadonlySet<string> =>
  new Set(
    items.flatMap((item) =>
      item.rules.flatMap(({ kind, when }) => (sheetKinds.has(kind) && when && 'anyZero' in when ? when.anyZero : [])),
    ),
  );

/** Where the items stand that a rule waits for (`positive`). */
export function gatesOf(items: readonly Item[]): number[] {
  const codes = new Set(
    items.flatMap((item) => item.rules.flatMap(({ when }) => (when && 'positive' in when ? when.positive : []))),
  );
  return items.flatMap((item, i) => (codes.has(item.code) ? [i] : []));
}
