import type { Db } from './db.ts';
import { readSetting } from './settings.ts';

/** The business clock: the real one, moved by whole days in test and demo mode only. */
export type Clock = { now(): Date; today(): string; read(): Promise<void> };

const dayLength = 86_400_000;

/** Milliseconds by which clocks in Viet Nam are ahead (UTC+7 and no daylight saving, since 1975). */
const ahead = 7 * 3_600_000;

let last = { number: Number.NaN, day: '' };

/** The day in Viet Nam of an instant, YYYY-MM-DD. Every request asks, nearly always for the same day. */
export function dayOf(instant: Date): string {
  const local = instant.getTime() + ahead;
  const number = Math.floor(local / dayLength);
  if (number !== last.number) last = { number, day: new Date(local).toISOString().slice(0, 10) };
  return last.day;
}

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

/** Milliseconds from `instant` to the next midnight in Viet Nam. */
export function untilMidnight(instant: Date): number {
  return dayLength - ((instant.getTime() + ahead) % dayLength);
}
