import { addDays } from '#domain/papers/rules';
import type { DossierKind } from './rules.ts';

/** The first and the last day on which a regrading is filed. */
export type Window = { from: string; to: string };

/** What the decision says of the window: days before the end of the certificate, and the transition of article 12.3. */
export type WindowTerms = { earliest: number; latest: number; lateDays: number; effectiveFrom: string };

/**
 * When a regrading is filed: no earlier than 180 and no later than 120 days before the certificate ends (article 7.6a).
 * A certificate whose window had closed before the decision took effect may be graded again late, at most 180 days
 * past its end (article 12.3).
 */
export function windowOf(until: string, { earliest, latest, lateDays, effectiveFrom }: WindowTerms): Window {
  const [from, to] = [addDays(until, -earliest), addDays(until, -latest)];
  return to < effectiveFrom ? { from: effectiveFrom, to: addDays(until, lateDays) } : { from, to };
}

export const sideOf = (day: string, { from, to }: Window): 'before' | 'within' | 'after' =>
  day < from ? 'before' : day > to ? 'after' : 'within';

type Held = { state: string; stars: number | null; until: string | null };
type Bar = 'starred' | 'no_star' | 'top' | 'window_over';
export type Opening = { kind: DossierKind; bar: Bar | null; window: Window | null };

/**
 * What dossier a product can have now, by the star that it holds. A regrading may be prepared before its window opens,
 * and is filed within it; once the window has closed the star ends, and the product begins anew.
 */
export function openings(held: Held, today: string, terms: WindowTerms): Opening[] {
  const isValid = held.state === 'valid';
  const window = held.until && held.stars !== null ? windowOf(held.until, terms) : null;
  const isLate = held.state === 'expired' && window !== null && sideOf(today, window) === 'within';
  const regrading: Bar | null =
    !isValid && !isLate ? 'no_star' : window && sideOf(today, window) === 'after' ? 'window_over' : null;
  return [
    { kind: 'first', bar: isValid ? 'starred' : null, window: null },
    { kind: 'upgrade', bar: !isValid ? 'no_star' : held.stars === 5 ? 'top' : null, window: null },
    { kind: 'regrading', bar: regrading, window: isValid || isLate ? window : null },
  ];
}

type Round = { level: string; proposedBefore: string; gradedBefore: string };

/**
 * The last day on which a dossier that is filed on a day is graded by: of the first round of the province that the
 * commune can still propose it for (article 5.1: "before" each day).
 */
export function gradedBy(filed: string, rounds: readonly Round[]): string {
  const year = Number(filed.slice(0, 4));
  const own = rounds.filter(({ level }) => level === 'province');
  const next = [year, year + 1]
    .flatMap((of) =>
      own.map((round) => ({ last: `${of}-${round.proposedBefore}`, graded: `${of}-${round.gradedBefore}` })),
    )
    .toSorted((a, b) => a.last.localeCompare(b.last))
    .find(({ last }) => filed < last)!;
  return addDays(next.graded, -1);
}
