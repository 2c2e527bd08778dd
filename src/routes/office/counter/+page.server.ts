import { findAtCounter, openAtCounter, resetAtCounter } from '#domain/identity/counter';
import { isOfficer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import { submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals: { ctx } }) => {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
};

/** Whom it is about stays in the answer of a form, never in an address: it is a phone number. */
export const actions: Actions = {
  find: (event) => submit(event, async (fields) => ({ found: await findAtCounter(event.locals.ctx, fields) })),
  open: (event) =>
    submit(event, async (fields) => ({
      handed: await openAtCounter(event.locals.ctx, fields),
      name: String(fields.name),
      login: String(fields.phone),
    })),
  reset: (event) =>
    submit(event, async ({ name, login, ...fields }) => ({
      handed: await resetAtCounter(event.locals.ctx, fields),
      name: String(name),
      login: String(login),
    })),
};
