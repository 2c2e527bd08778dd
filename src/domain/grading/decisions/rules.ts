import type { Level } from '#domain/grading/dossiers/rules';

export const complaintOutcomes = ['kept', 'score_again', 'corrected'] as const;

/** What the council's sheets came to, as far as the next step asks. `total` in hundredths of a point. */
export type Result = {
  outcome: 'graded' | 'eliminated' | 'not_eligible' | 'stopped';
  stars: number | null;
  bandStars: number;
  total: number;
};

/** What is done with a result: put on a decision, sent to the ministry, sent back to the province, told, or ended by a rule. */
export type Step = 'recognise' | 'ministry' | 'return' | 'tell' | 'eliminate';

/** Which way a result goes that has ninety points and misses a minimum of five stars: the province's own rule. */
export type OnMissedMinimum = 'ask' | 'recognise';

/**
 * The steps that a result allows, the usual one first (26/2026/QĐ-TTg, articles 4.1, 7.3e and 7.4e-g). From 90 points
 * the province asks the ministry; where a minimum of five stars is missed, the province's rules say which way: `ask`
 * leaves no other, `recognise` leaves both. One or
 * two stars are told and not decided. `bandStars` was compared unrounded
 * by whoever merged: five is ninety points and more.
 */
export function stepsFor(result: Result, level: Exclude<Level, 'commune'>, onMissed: OnMissedMinimum): Step[] {
  if (result.outcome !== 'graded' || result.stars === null) return ['eliminate'];
  const certified = result.stars >= 3;
  if (level === 'ministry') return result.stars === 5 && result.bandStars === 5 ? ['recognise'] : ['return'];
  if (result.bandStars < 5) return certified ? ['recognise'] : ['tell'];
  // Ninety points and more: the five stars are the ministry's to give, whatever the minima say here.
  if (result.stars === 5) return ['ministry'];
  if (onMissed === 'ask') return ['ministry'];
  return [certified ? 'recognise' : 'tell', 'ministry'];
}

/** The last digits of a certificate's number, at least this wide. */
const width = 3;

/**
 * The number of a certificate. The law fixes no form (DOMAIN 3.5): serial, year, and the symbol that the desk chose.
 */
export const certificateNumber = (serial: number, year: number, symbol: string): string =>
  `${String(serial).padStart(width, '0')}/${year}/${symbol}`;

/** The serial of a certificate's number of that year; null for another year's or none. */
export const serialIn = (number: string | null, year: number): number | null => {
  const [serial, of] = number?.split('/') ?? [];
  return of === String(year) ? Number(serial) : null;
};

/**
 * Days of the Law on Complaints 02/2011/QH13: to accept (article 27: ten days), to settle (article 28: thirty, in a
 * complex matter forty-five, from acceptance), and to complain at all (article 9: ninety). From memory of the law; a
 * person has to compare them before real use, and the page says so.
 */
export const complaintDays = { accept: 10, settle: 30, settleComplex: 45, file: 90 } as const;

export type ComplaintStatus = 'filed' | 'accepted' | 'refused' | 'settled' | 'retracted';

const complaintMoves: Record<ComplaintStatus, readonly ComplaintStatus[]> = {
  filed: ['accepted', 'refused', 'retracted'],
  accepted: ['settled', 'retracted'],
  refused: [],
  settled: [],
  retracted: [],
};
export const canMoveComplaint = (from: ComplaintStatus, to: ComplaintStatus): boolean =>
  complaintMoves[from].includes(to);

/** Points in hundredths as the register's form takes them: 7850 is "78.50"; empty where none are known. */
export const asPoints = (hundredths: number | null): string =>
  hundredths === null ? '' : `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
