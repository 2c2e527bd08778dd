import { addMonths } from '#domain/papers/rules';
import { type Calendar, daysAfter, daysAfterByLaw, workingDaysAfter } from '#kernel/working-days';
import { currentProcess, type DecisionRound, type Process } from './decision.ts';

/**
 * Every day that the law sets on the way to a star and after it.
 *
 * How a day is counted (Civil Code 2015, articles 147 and 148):
 * - the day on which a period begins does not count;
 * - the last day counts whole; where it is a day off, a period within which somebody has to ACT ends on the next working
 *   day (article 148.5);
 * - periods counted BACKWARDS from an end ("no later than 120 days before") do not move: the next working day would lie
 *   nearer to the end than the law allows, and the office takes files by the network on any day;
 * - how long a certificate LIVES does not move either: nobody has to act on its last day, and "at most 180 days" is a
 *   ceiling;
 * - "before 30/4" is no period at all but a day: the last day is the one before it, 29/4, and it does not move, since the
 *   next working day would no longer lie before 30/4. Whoever comes on the 30th is of the next round. Council rules and
 *   plans may set another day, so a round's days are edited (article 5).
 */
const legalRules = [
  'communeReview',
  'regradingEarliest',
  'regradingLatest',
  'regradingResult',
  'withdrawal',
  'lateRegradingExtension',
  'transitionFirst',
  'transitionRegrading',
  'certificateEnd',
  'roundEnd',
] as const;
type LegalRule = (typeof legalRules)[number];

/** A day, and the article that sets it. */
export type LegalDate = { day: string; source: string };

const lives: readonly LegalRule[] = ['lateRegradingExtension'];

/**
 * A day that the law sets.
 * @param rule which period
 * @param date the day it is counted from: of receipt (communeReview, regradingResult), of the certificate's end
 *   (regradingEarliest, regradingLatest, lateRegradingExtension), of the finding (withdrawal), of issue
 *   (certificateEnd), the printed day that it has to be before (roundEnd). The transition of article 12.2 is counted
 *   from the decision's own day, whatever is given.
 * @param calendar holidays, and days worked in exchange, of the time
 * @param given the process (that in force if left out); the end that a certificate prints, which wins
 * @throws RangeError where the process says nothing of the rule
 */
export function legalDate(
  rule: LegalRule,
  date: string,
  calendar: Calendar,
  { process = currentProcess, printed = null }: { process?: Process; printed?: string | null } = {},
): LegalDate {
  if (rule === 'roundEnd') return { day: daysAfter(date, -1), source: roundSource(process) };
  if (rule === 'certificateEnd') {
    const day = printed ?? addMonths(date, process.certificate.validityMonths);
    return { day, source: printed ? 'Hạn in trên giấy chứng nhận' : certificateSource(process) };
  }
  if (rule === 'transitionFirst' || rule === 'transitionRegrading') {
    const { days, countedFrom, source } = transitionOf(process, rule === 'transitionFirst' ? 'a' : 'b');
    return { day: daysAfterByLaw(countedFrom, days, calendar), source };
  }
  const clock = process.clocks.find(({ id }) => id === rule);
  if (!clock) throw new RangeError(`${process.code} says nothing of ${rule}`);
  const { days, unit, direction, source } = clock;
  if (direction === 'before') return { day: daysAfter(date, -days), source };
  if (lives.includes(rule)) return { day: daysAfter(date, days), source };
  const count = unit === 'workingDays' ? workingDaysAfter : daysAfterByLaw;
  return { day: count(date, days, calendar), source };
}

const certificateSource = (process: Process) => `${process.code}, Điều 4 khoản 3`;
const roundSource = ({ rounds, code }: Process) => rounds[0]?.source ?? code;

/** Article 12.2: (a) first dossiers and upgrades, (b) regradings, that were filed before the decision. */
function transitionOf({ transition, code }: Process, point: 'a' | 'b') {
  const found = transition.find(({ source }) => source === `Điều 12 khoản 2 điểm ${point}`);
  if (found?.days === undefined || found.countedFrom === undefined)
    throw new RangeError(`${code} says nothing of dossiers filed before it`);
  return { days: found.days, countedFrom: found.countedFrom, source: found.source };
}

/** True if a dossier of that day is finished by the rules before (article 12.2): it was filed before the decision held. */
export const isOfEarlierRules = (filedOn: string, process: Process = currentProcess): boolean => filedOn < process.from;

/** From which to which day the dossier of a regrading is filed, by the end of the certificate (article 7.6a). */
export function regradingWindow(certificateEnd: string): { opens: LegalDate; closes: LegalDate } {
  const none: Calendar = new Map(); // counted backwards: no day off moves it
  return {
    opens: legalDate('regradingEarliest', certificateEnd, none),
    closes: legalDate('regradingLatest', certificateEnd, none),
  };
}

export type Days = { proposed_until: string; graded_until: string };

/**
 * The last days of a round of a year: proposals, and grading (article 5). A round whose months lie before those of the
 * first round of its level closes the year: its days are in the next (the ministry's second: 30/1 and 30/3).
 */
export function roundDays(round: DecisionRound, year: number, process: Process = currentProcess): Days {
  const first = process.rounds.find(({ level, no }) => level === round.level && no === 1) ?? round;
  const of = round.proposedBefore < first.proposedBefore ? year + 1 : year;
  const until = (monthDay: string) => legalDate('roundEnd', `${of}-${monthDay}`, new Map(), { process }).day;
  return { proposed_until: until(round.proposedBefore), graded_until: until(round.gradedBefore) };
}
