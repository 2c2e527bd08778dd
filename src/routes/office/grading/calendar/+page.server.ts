import { canSetHolidays } from '#domain/identity/data-kinds';
import { removeHoliday, setHoliday } from '#domain/identity/desk-settings';
import { holidaysOf } from '#kernel/holidays';
import { save } from '#ui/form.ts';
import { placeOf, yearOf } from '../place.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  await placeOf(ctx, url);
  const year = yearOf(url, ctx.today);
  return { year, sets: canSetHolidays(ctx.actor), holidays: await holidaysOf(ctx, year) };
};

const home = (year: unknown) => `/office/grading/calendar?year=${String(year).slice(0, 4)}`;

export const actions: Actions = {
  add: (event) =>
    save(event, async (fields) => {
      await setHoliday(event.locals.ctx, fields);
      return home(yearOf(event.url, event.locals.ctx.today));
    }),
  drop: (event) =>
    save(event, async (fields) => {
      await removeHoliday(event.locals.ctx, fields);
      return home(fields.day);
    }),
};
