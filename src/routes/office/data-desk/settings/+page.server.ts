import { canSetDesk, dataKinds } from '#domain/identity/data-kinds';
import { deskDays, setDeskDays } from '#domain/identity/desk-settings';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

const home = '/office/data-desk/settings';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  if (!canSetDesk(ctx.actor)) throw new AppError('refused');
  return { kinds: [...dataKinds], days: await deskDays(ctx) };
};

export const actions: Actions = {
  days: (event) => save(event, async (fields) => (await setDeskDays(event.locals.ctx, fields), home)),
};
