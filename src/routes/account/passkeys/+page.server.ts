import { ownPasskeys, removePasskey } from '#domain/identity/passkeys';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({ passkeys: await ownPasskeys(ctx) });

export const actions: Actions = {
  remove: (event) =>
    save(event, async (fields) => {
      await removePasskey(event.locals.ctx, fields);
      return '/account/passkeys';
    }),
};
