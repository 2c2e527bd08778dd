import type { Db } from './db.ts';
import { readSetting } from './settings.ts';

/** The business clock: the real one, moved by whole days in test and demo mode only. */
export type Clock = { now(): Date; today(): string; read(): Promise<void> };

const vietnam = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' });

/** The day in Viet Nam of an instant, YYYY-MM-DD. */
export const dayOf = (instant: Date): string => vietnam.format(instant);

const dayLength = 86_400_000;

/** A clock that stands wherever `setting clock.days` says; `read` is called at start and when the tag `clock` is touched. */
export function openClock(db: Db, movable: boolean): Clock {
  let days = 0;
  const now = () => new Date(Date.now() + days * dayLength);
  return {
    now,
    today: () => dayOf(now()),
    async read() {
      if (!movable) return;
      days = Number((await readSetting(db, 'clock.days')) ?? 0);
    },
  };
}

/** Milliseconds from `instant` to the next midnight in Viet Nam (UTC+7, no daylight saving). */
export function untilMidnight(instant: Date): number {
  return dayLength - ((instant.getTime() + 7 * 3_600_000) % dayLength);
}
