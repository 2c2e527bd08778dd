import { AppError, type Issue } from '#kernel/errors';
import { isCost } from './costs.ts';
import { itemsOf, optionOf } from './items.ts';
import type { Answer, Answers, Item, Sheet } from './schema.ts';

type Given = {
  answers: Answers;
  broken?: readonly string[];
  costs?: Readonly<Record<string, number>>;
  fixed?: readonly string[];
};

/**
 * Holds what was sent against the sheet: every code, index and rule id must exist in it, and every cost
 * must be one.
 * @throws AppError input.invalid with an issue at each wrong one
 */
export function checkAnswers(sheet: Sheet, given: Given): void {
  const items = new Map(itemsOf(sheet).map((item) => [item.code, item]));
  const rules = new Set([
    ...sheet.disqualifiedWhen.map(({ id }) => id),
    ...itemsOf(sheet).flatMap((item) => item.rules.map((rule) => rule.id)),
  ]);
  const issues: Issue[] = [];
  for (const [code, answer] of Object.entries(given.answers)) {
    const item = items.get(code);
    if (!item) issues.push({ path: `answers.${code}`, key: 'criteria.no_item' });
    else if (answer !== null && answer !== undefined && !optionOf(item, answer))
      issues.push({ path: `answers.${code}`, key: whyNone(item, answer) });
  }
  for (const [i, id] of (given.broken ?? []).entries())
    if (!rules.has(id)) issues.push({ path: `broken.${i}`, key: 'criteria.no_rule' });
  for (const [code, cost] of Object.entries(given.costs ?? {}))
    if (!items.has(code)) issues.push({ path: `costs.${code}`, key: 'criteria.no_item' });
    else if (!isCost(cost)) issues.push({ path: `costs.${code}`, key: 'criteria.no_cost' });
  for (const [i, code] of (given.fixed ?? []).entries())
    if (!items.has(code)) issues.push({ path: `fixed.${i}`, key: 'criteria.no_item' });
  if (issues.length) throw new AppError('input.invalid', { issues });
}

/** The sentence for an answer that is none of the item's options: what was sent may be of the wrong shape, or too high. */
function whyNone(item: Item, answer: Exclude<Answer, null>): string {
  if (!item.cases) return typeof answer === 'number' ? 'criteria.no_option' : 'criteria.no_cases';
  if (typeof answer === 'number') return 'criteria.no_case';
  return item.cases[answer.case] ? 'criteria.no_option' : 'criteria.no_such_case';
}
