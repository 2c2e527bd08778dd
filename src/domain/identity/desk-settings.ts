import { action } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { calendarFrom, dropHoliday, writeHoliday } from '#kernel/holidays';
import { readSetting, writeSetting } from '#kernel/settings';
import { daysAfterByLaw, workingDaysAfter } from '#kernel/working-days';
import {
  answerWorkingDays,
  canSetDesk,
  canSetHolidays,
  type DataKind,
  type DeskDays,
  usualDays,
} from './data-kinds.ts';
import { DropHoliday, SetDeskDays, SetHoliday } from './data-schema.ts';

const key = 'identity.desk_days';

/** Days within which each kind of request is carried out. */
export const deskDays = async (ctx: Ctx | Tx): Promise<DeskDays> => ({
  ...usualDays,
  ...((await readSetting(ctx.db as Tx['db'], key)) as Partial<DeskDays> | undefined),
});

/** The two clocks of a request: when it is answered, and when carried out, at the latest. */
export async function clocksOf(
  tx: Tx,
  kind: DataKind,
  asked: string,
): Promise<{ answer_due: string; done_due: string }> {
  const calendar = await calendarFrom(tx, asked);
  return {
    answer_due: workingDaysAfter(asked, answerWorkingDays, calendar),
    done_due: daysAfterByLaw(asked, (await deskDays(tx))[kind], calendar),
  };
}

/** A public holiday, or a day at the weekend that is worked in exchange; the clocks that still run follow. */
export const setHoliday = action(
  { name: 'identity.set_holiday', input: SetHoliday, may: canSetHolidays },
  async (tx, input) => {
    await writeHoliday(tx, input);
    await record(tx, 'holiday.set', { kind: 'holiday', id: input.day }, { working: input.working });
    await setClocks(tx);
  },
);

/** @throws AppError not_found */
export const removeHoliday = action(
  { name: 'identity.drop_holiday', input: DropHoliday, may: canSetHolidays },
  async (tx, input) => {
    if (!(await dropHoliday(tx, input.day))) throw new AppError('not_found');
    await record(tx, 'holiday.dropped', { kind: 'holiday', id: input.day });
    await setClocks(tx);
  },
);

/** The periods by the decree in force, for requests asked from now on. */
export const setDeskDays = action(
  { name: 'identity.set_desk_days', input: SetDeskDays, may: canSetDesk },
  async (tx, input) => {
    await writeSetting(tx.db, key, input);
    await record(tx, 'desk.days_set', { kind: 'setting', id: key }, { days: input });
  },
);

/** Sets the clocks of all requests that wait, by the calendar of now. */
async function setClocks(tx: Tx): Promise<void> {
  const waiting = await tx.db
    .selectFrom('identity.data_request')
    .select(['id', 'kind', 'asked_on'])
    .where('status', 'in', ['open', 'accepted'])
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { id, kind, asked_on } of waiting)
    await tx.db
      .updateTable('identity.data_request')
      .set(await clocksOf(tx, kind as DataKind, asked_on))
      .where('id', '=', id)
      .execute();
}
