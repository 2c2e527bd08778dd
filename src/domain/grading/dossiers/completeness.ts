import { itemsOf, optionOf } from '#domain/criteria/items';
import { grade } from '#domain/criteria/rules';
import type { Sheet } from '#domain/criteria/schema';
import { type Fields, partsOfFields, type Renewal, type Typed } from './looks.ts';
import { sideOf, type Window } from './openings.ts';
import { fieldName } from './rules.ts';

/** One thing that is missing: `at` is the field, the evidence or the fact of the register where it is mended. */
export type Missing = {
  what:
    | Typed['why']
    | Renewal['why']
    | 'no_support'
    | 'evidence_required'
    | 'register'
    | 'broken'
    | 'below_wanted'
    | 'no_star'
    | 'window_before'
    | 'window_after'
    | 'no_scan';
  at: string;
  /** Without it the dossier is not filed; the rest is said as a warning. */
  blocks: boolean;
  params: Record<string, string>;
};

type Given = {
  sheet: Sheet;
  fields: Fields;
  typed: readonly Typed[];
  renewals: readonly Renewal[];
  /** Codes of the items that evidence speaks for. */
  supported: readonly string[];
  /** What the register does not know and the forms print. */
  unknown: readonly string[];
  window: Window | null;
  today: string;
};

/**
 * Whether a dossier is complete, one line for each thing that is missing (26/2026/QĐ-TTg, articles 6 and 7.6a): what
 * the forms ask, an answer to each item with what speaks for it, evidence that has not ended, the window of a regrading.
 */
export function missingOf(given: Given): Missing[] {
  const { sheet, fields, typed, renewals, supported, unknown, window, today } = given;
  const { answers, broken, wanted } = partsOfFields(fields);
  const graded = grade(sheet, answers, broken);
  const line = (what: Missing['what'], at: string, blocks = true, params: Missing['params'] = {}): Missing => ({ what, at, blocks, params }); // prettier-ignore
  const side = window ? sideOf(today, window) : 'within';
  const items = itemsOf(sheet).flatMap((item): Missing[] => {
    const points = optionOf(item, answers[item.code])?.points ?? 0;
    if (!points) return [];
    const shown = supported.includes(item.code);
    if (!shown && item.rules.some(({ kind, when }) => kind === 'evidenceRequired' && !when))
      return [line('evidence_required', fieldName.answer(item.code))];
    return shown || fields[fieldName.why(item.code)]?.value ? [] : [line('no_support', fieldName.why(item.code))];
  });
  return [
    ...(side === 'within' ? [] : [line(`window_${side}`, '', true, { from: window!.from, to: window!.to })]),
    ...typed.map(({ name, why }) => line(why, name, why !== 'raise')),
    ...unknown.map((name) => line('register', name)),
    ...items,
    ...renewals.map(({ why, item, end }) => line(why, item ? fieldName.answer(item) : '', why !== 'ends_before', { day: end ?? '' })), // prettier-ignore
    ...graded.reasons.map((id) => line('broken', fieldName.rule(id), false)),
    ...(graded.stars !== null && graded.stars < 3 ? [line('no_star', '', false, { stars: String(graded.stars) })] : []),
    ...(wanted && (graded.stars ?? 0) < wanted ? [line('below_wanted', '', false, { stars: String(wanted) })] : []),
  ];
}
