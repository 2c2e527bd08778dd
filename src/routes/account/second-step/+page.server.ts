import {
  beginSecondStep,
  confirmSecondStep,
  endSecondStep,
  ownSecondStep,
  renewRecoveryCodes,
} from '#domain/identity/second-step';
import { save, submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({
  second: await ownSecondStep(ctx),
  owes: !!ctx.actor?.owes,
});

export const actions: Actions = {
  begin: (event) =>
    save(
      event,
      async (fields) => {
        await beginSecondStep(event.locals.ctx, fields);
        return '/account/second-step';
      },
      null,
    ),
  /** The recovery codes are shown in this one answer and kept nowhere. */
  confirm: (event) => submit(event, (fields) => confirmSecondStep(event.locals.ctx, fields)),
  renew: (event) => submit(event, (fields) => renewRecoveryCodes(event.locals.ctx, fields)),
  end: (event) =>
    save(event, async (fields) => {
      await endSecondStep(event.locals.ctx, fields);
      return '/account/second-step';
    }),
};
