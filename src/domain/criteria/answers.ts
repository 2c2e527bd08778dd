import { AppError, type Issue } from '#kernel/errors';
import { itemsOf, optionOf } from './items.ts';
import type { Answers, Sheet } from './schema.ts';

type Given = {
  answers: Answers;
  broken?: readonly string[];
  costs?: Readonly<Record<string, number>>;
  fixed?: readonly string[];
};

/**
 * Holds what was sent against the sheet: every code, index and rule id must exist in it.
 * @throws AppError input.invalid with an issue at each unknown one
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
      issues.push({ path: `answers.${code}`, key: item.cases ? 'criteria.no_case' : 'criteria.no_option' });
  }
  for (const [i, id] of (given.broken ?? []).entries())
    if (!rules.has(id)) issues.push({ path: `broken.${i}`, key: 'criteria.no_rule' });
  for (const code of Object.keys(given.costs ?? {}))
    if (!items.has(code)) issues.push({ path: `costs.${code}`, key: 'criteria.no_item' });
  for (const [i, code] of (given.fixed ?? []).entries())
    if (!items.has(code)) issues.push({ path: `fixed.${i}`, key: 'criteria.no_item' });
  if (issues.length) throw new AppError('input.invalid', { issues });
}
