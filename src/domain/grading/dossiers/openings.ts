import { legalDate, regradingWindow, roundDays } from '#domain/grading/process/clocks';
import { currentProcess } from '#domain/grading/process/decision';
import { addMonths } from '#domain/papers/rules';
import type { DossierKind } from './rules.ts';

/** The first and the last day on which a regrading is filed. */
export type Window = { from: string; to: string };

/**
 * When a regrading is filed: no earlier than 180 and no later than 120 days before the certificate ends (article 7.6a).
 * A certificate whose window had closed before the decision took effect may be graded again late, at most 180 days
 * past its end (article 12.3).
 */
export function windowOf(until: string): Window {
  const { opens, closes } = regradingWindow(until);
  if (closes.day >= currentProcess.from) return { from: opens.day, to: closes.day };
  return { from: currentProcess.from, to: legalDate('lateRegradingExtension', until, new Map()).day };
}

export const sideOf = (day: string, { from, to }: Window): 'before' | 'within' | 'after' =>
  day < from ? 'before' : day > to ? 'after' : 'within';

type Held = { state: string; stars: number | null; until: string | null };
type Bar = 'starred' | 'no_star' | 'top' | 'too_early' | 'window_over';
export type Opening = { kind: DossierKind; bar: Bar | null; window: Window | null };

/** A regrading is prepared from so many months before the certificate ends: no law says so, the first reminder goes out then. */
const preparedMonths = 12;

/**
 * What dossier a product can have now, by the star that it holds. A regrading may be prepared before its window opens,
 * and is filed within it; once the window has closed the star ends, and the product begins anew.
 */
export function openings(held: Held, today: string): Opening[] {
  const isValid = held.state === 'valid';
  const window = held.until && held.stars !== null ? windowOf(held.until) : null;
  const isLate = held.state === 'expired' && window !== null && sideOf(today, window) === 'within';
  const regrading = (): Bar | null => {
    if (!isValid && !isLate) return 'no_star';
    if (window && sideOf(today, window) === 'after') return 'window_over';
    return isValid && today < addMonths(held.until!, -preparedMonths) ? 'too_early' : null;
  };
  return [
    { kind: 'first', bar: isValid ? 'starred' : null, window: null },
    { kind: 'upgrade', bar: !isValid ? 'no_star' : held.stars === 5 ? 'top' : null, window: null },
    { kind: 'regrading', bar: regrading(), window: isValid || isLate ? window : null },
  ];
}

/**
 * The last day on which a dossier that is filed on a day is graded by: of the first round of the province that the
 * commune can still propose it for (article 5.1: "before" each day).
 */
export function gradedBy(filed: string): string {
  const year = Number(filed.slice(0, 4));
  const own = currentProcess.rounds.filter(({ level }) => level === 'province');
  return [year, year + 1]
    .flatMap((of) => own.map((round) => roundDays(round, of)))
    .toSorted((a, b) => a.proposed_until.localeCompare(b.proposed_until))
    .find(({ proposed_until }) => filed <= proposed_until)!.graded_until;
}
