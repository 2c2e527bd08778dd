import { invite } from '#domain/identity/invitations';
import { givesRoles } from '#domain/identity/policy';
import { AppError } from '#kernel/errors';
import { localizeHref } from '#paraglide/runtime';
import { submit } from '#ui/form.ts';
import { roleForm, scoped } from '../../role.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  if (!givesRoles(ctx.actor)) throw new AppError('refused');
  return { form: await roleForm(ctx, url) };
};

export const actions: Actions = {
  /** The link is shown in this one answer and kept nowhere. */
  invite: (event) => {
    const { ctx } = event.locals;
    return submit(event, async (fields) => {
      const { token } = await invite(ctx, await scoped(ctx, fields));
      const link = ctx.runtime.config.publicUrl + localizeHref(`/invite/${token}`, { locale: ctx.locale });
      return { link, login: String(fields.login) };
    });
  },
};
