import { openAccount } from '#domain/identity/accounts';
import { isOfficer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import { localizeHref } from '#paraglide/runtime';
import { submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals: { ctx } }) => {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
};

export const actions: Actions = {
  /** The link is shown in this one answer and kept nowhere. */
  default: (event) => {
    const { ctx } = event.locals;
    return submit(event, async (fields) => {
      const { id, token } = await openAccount(ctx, fields);
      const link = ctx.runtime.config.publicUrl + localizeHref(`/link/${token}`, { locale: ctx.locale });
      return { opened: id, name: String(fields.name), link };
    });
  },
};
