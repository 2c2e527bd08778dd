import { canSetDesk, dataKinds } from '#domain/identity/data-kinds';
import { deskDays, removeHoliday, setDeskDays, setHoliday } from '#domain/identity/desk-settings';
import { AppError } from '#kernel/errors';
import { holidaysFrom } from '#kernel/holidays';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

const home = '/office/data-desk/settings';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  if (!canSetDesk(ctx.actor)) throw new AppError('refused');
  return { kinds: [...dataKinds], days: await deskDays(ctx), holidays: await holidaysFrom(ctx, ctx.today) };
};

export const actions: Actions = {
  add: (event) => save(event, async (fields) => (await setHoliday(event.locals.ctx, fields), home)),
  drop: (event) => save(event, async (fields) => (await removeHoliday(event.locals.ctx, fields), home)),
  days: (event) => save(event, async (fields) => (await setDeskDays(event.locals.ctx, fields), home)),
};
