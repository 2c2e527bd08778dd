import { makeKey } from '#domain/identity/keys';
import { givesRoles } from '#domain/identity/policy';
import { machineRoles } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import { submit } from '#ui/form.ts';
import { roleForm, scoped } from '../../role.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  if (!givesRoles(ctx.actor)) throw new AppError('refused');
  const form = await roleForm(ctx, url);
  return { form: { ...form, roles: form.roles.filter((role) => machineRoles.includes(role)) } };
};

export const actions: Actions = {
  /** The key is shown in this one answer and kept nowhere. */
  make: (event) => {
    const { ctx } = event.locals;
    return submit(event, async (fields) => {
      const { secret } = await makeKey(ctx, await scoped(ctx, fields));
      return { secret, name: String(fields.name) };
    });
  },
};
