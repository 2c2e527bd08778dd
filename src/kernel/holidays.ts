import type { Ctx, Tx } from './context.ts';
import type { Calendar } from './working-days.ts';

export type Holiday = { day: string; working: boolean; name: string };

/** Holidays and days worked in exchange, from a day on. */
export const holidaysFrom = (ctx: Ctx | Tx, from: string): Promise<Holiday[]> =>
  (ctx as Ctx).db.selectFrom('kernel.holiday').selectAll().where('day', '>=', from).orderBy('day').execute();

/** The calendar by which periods of the law are counted that begin on a day or later. */
export async function calendarFrom(ctx: Ctx | Tx, from: string): Promise<Calendar> {
  return new Map((await holidaysFrom(ctx, from)).map(({ day, working }) => [day, working]));
}

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
