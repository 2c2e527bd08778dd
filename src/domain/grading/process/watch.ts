import { addMonths } from '#domain/papers/rules';
import { type Calendar, daysAfter } from '#kernel/working-days';
import { legalDate, regradingWindow } from './clocks.ts';
import { currentProcess } from './decision.ts';
import type { WatchStage } from './rules.ts';

/** Days before the window opens from which a certificate is watched, and days after its end until which it is. */
export const watched = { before: 90, after: 365 };
/** The window closes soon. */
export const closingDays = 14;

type Certificate = {
  /** Its last day. */
  end: string;
  decidedOn: string;
  filed: boolean;
};

const none: Calendar = new Map(); // neither the window nor how long a certificate lives is moved by a day off

/**
 * Until when a certificate lives on while a late regrading is decided (article 12.3): a transition, so of stars decided
 * before the decision held; null for the others. Whether somebody "could not file in time" is the province's to say.
 */
export const extendedUntil = ({ end, decidedOn }: Pick<Certificate, 'end' | 'decidedOn'>): string | null =>
  decidedOn < currentProcess.from ? legalDate('lateRegradingExtension', end, none).day : null;

/** The stage of a certificate on a day; null while its window is far, or once it has long ended. */
export function watchStage({ end, filed }: Certificate, today: string): WatchStage | null {
  const { opens, closes } = regradingWindow(end);
  if (today < daysAfter(opens.day, -watched.before) || today > daysAfter(end, watched.after)) return null;
  if (filed) return 'filed';
  if (today > end) return 'expired';
  if (today > closes.day) return 'missed';
  if (today < opens.day) return 'soon';
  return daysAfter(today, closingDays) >= closes.day ? 'closing' : 'open';
}

type Possible = WatchStage | 'missed_late' | 'expired_late';

/** What can still be done, as a key of words: what is late may still be filed where article 12.3 lets it. */
export function possibleOf(certificate: Certificate, stage: WatchStage, today: string): Possible {
  if (stage !== 'missed' && stage !== 'expired') return stage;
  const until = extendedUntil(certificate);
  return until && today <= until ? `${stage}_late` : stage;
}

/** The reminders of a certificate, each told once: the first day of each, before its end and after. */
type Reminder = 'star_year' | 'star_half' | 'star_ahead' | 'star_closing' | 'star_last' | 'star_missed' | 'star_missed_late' | 'star_ended'; // prettier-ignore

/**
 * The reminder that is due on a day: twelve and six months ahead of the end, when the window opens, 14 and 3 days before
 * it closes, when it is missed, and after the end. Whoever has filed is told of nothing but the end. Null: too early.
 */
export function reminderOn(certificate: Certificate, today: string): Reminder | null {
  const { end, filed } = certificate;
  if (today > end) return 'star_ended';
  if (filed) return null;
  const { opens, closes } = regradingWindow(end);
  if (today > closes.day) return extendedUntil(certificate) ? 'star_missed_late' : 'star_missed';
  const begins: [Reminder, string][] = [
    ['star_last', daysAfter(closes.day, -3)],
    ['star_closing', daysAfter(closes.day, -closingDays)],
    ['star_ahead', opens.day],
    ['star_half', addMonths(end, -6)],
    ['star_year', addMonths(end, -12)],
  ];
  return begins.find(([, from]) => from <= today)?.[0] ?? null;
}
