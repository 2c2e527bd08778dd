/** What a paper's date says of it today. `unknown`: nobody knows when it ends. */
export const states = ['valid', 'expiring', 'expired', 'unknown'] as const;
export type State = (typeof states)[number];

export const verdicts = ['right', 'wrong'] as const;

/** Why a paper is taken back that should never have been entered. */
export const mistakes = ['wrong_owner', 'twice', 'not_a_paper', 'typing_error'] as const;

/** What a paper can be about. The rooms that hold these are asked by the faces. */
export const subjectKinds = ['producer', 'facility', 'product', 'sourcing_area', 'supply_contract'] as const;

/** The day some months later; where that month is shorter, its last day. */
export function addMonths(day: string, months: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(y, m - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10);
}

/** The day some days later. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

type Dated = { issued_on: string | null; printed_end: string | null };
type Terms = { life_months: number | null; lead_days: number };

/**
 * The last day of a paper: the printed one always, else its type's life counted from the day of issue; null if neither
 * is known.
 */
export const endOf = (paper: Dated, terms: Pick<Terms, 'life_months'>): string | null =>
  paper.printed_end ??
  (paper.issued_on && terms.life_months !== null ? addMonths(paper.issued_on, terms.life_months) : null);

/**
 * The state of a paper on a day. Its last day is still a valid one; it is expiring from `lead_days` before that day on.
 */
export function stateOn(day: string, paper: Dated, terms: Terms): State {
  const end = endOf(paper, terms);
  if (end === null) return 'unknown';
  if (end < day) return 'expired';
  return end <= addDays(day, terms.lead_days) ? 'expiring' : 'valid';
}

export type Fault = { path: 'issued_on' | 'printed_end' | 'file'; key: string };

/** What is wrong with a paper as it was typed; null if nothing is. Printed ends more than thirty years off are slips. */
export function faultOf(paper: Dated & { number: string | null; file: string | null }, today: string): Fault | null {
  if (!paper.number && !paper.file) return { path: 'file', key: 'papers.number_or_file' };
  if (paper.issued_on && paper.issued_on > today) return { path: 'issued_on', key: 'papers.future' };
  if (paper.printed_end && paper.issued_on && paper.printed_end <= paper.issued_on)
    return { path: 'printed_end', key: 'papers.ends_before' };
  if (paper.printed_end && paper.printed_end > addMonths(paper.issued_on ?? today, 360))
    return { path: 'printed_end', key: 'papers.end_too_late' };
  return null;
}
