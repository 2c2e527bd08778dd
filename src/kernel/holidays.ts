import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Ctx, Tx } from './context.ts';
import type { Db } from './db.ts';
import { readSetting, writeSetting } from './settings.ts';
import type { Calendar } from './working-days.ts';

export type Holiday = { day: string; working: boolean; name: string };

/** The calendar by which periods of the law are counted that begin on a day or later. */
export async function calendarFrom(ctx: Ctx | Tx, from: string): Promise<Calendar> {
  const rows = await (ctx as Ctx).db
    .selectFrom('kernel.holiday')
    .select(['day', 'working'])
    .where('day', '>=', from)
    .execute();
  return new Map(rows.map(({ day, working }) => [day, working]));
}

/** The days of a year. */
export const holidaysOf = (ctx: Ctx | Tx, year: number): Promise<Holiday[]> =>
  (ctx as Ctx).db
    .selectFrom('kernel.holiday')
    .selectAll()
    .where('day', '>=', `${year}-01-01`)
    .where('day', '<=', `${year}-12-31`)
    .orderBy('day')
    .execute();

/** Writes a day over what stood there. */
export async function writeHoliday(tx: Tx, holiday: Holiday): Promise<void> {
  await tx.db
    .insertInto('kernel.holiday')
    .values(holiday)
    .onConflict((at) => at.column('day').doUpdateSet(holiday))
    .execute();
}

/** @returns false if no such day stood there */
export async function dropHoliday(tx: Tx, day: string): Promise<boolean> {
  const gone = await tx.db.deleteFrom('kernel.holiday').where('day', '=', day).returning('day').executeTakeFirst();
  return !!gone;
}

/** The days off of Viet Nam that ship (data/calendar/README.md). */
export const shippedHolidays: readonly Holiday[] = readFileSync(
  new URL('../../data/calendar/holidays.csv', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [day = '', working, ...name] = line.split(',');
    return { day, working: working === 'true', name: name.join(',') };
  });

/** Loads the days off that ship, each once: what officials changed or removed since stays as they left it. */
export async function loadHolidays(db: Db): Promise<void> {
  const key = 'calendar.loaded';
  const known = new Set(((await readSetting(db, key)) as string[] | undefined) ?? []);
  if (shippedHolidays.every(({ day }) => known.has(day))) return;
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('calendar'))`.execute(tx);
    const loaded = new Set(((await readSetting(tx, key)) as string[] | undefined) ?? []);
    const missing = shippedHolidays.filter(({ day }) => !loaded.has(day));
    if (missing.length)
      await tx
        .insertInto('kernel.holiday')
        .values(missing)
        .onConflict((at) => at.doNothing())
        .execute();
    await writeSetting(tx, key, [...loaded, ...missing.map(({ day }) => day)]);
  });
}
