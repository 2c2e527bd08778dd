import { endOtherSessions, endSession, ownDevices } from '#domain/identity/devices';
import { changePassword } from '#domain/identity/passwords';
import { ownAccount } from '#domain/identity/queries';
import { ownSecondStep } from '#domain/identity/second-step';
import { chooseMail } from '#domain/notices/actions';
import { ownChoice } from '#domain/notices/queries';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const [account, devices, second, choice] = await Promise.all([
    ownAccount(ctx),
    ownDevices(ctx),
    ownSecondStep(ctx),
    ownChoice(ctx),
  ]);
  return { account, devices, secondIsOn: second.is === 'on', choice };
};

export const actions: Actions = {
  mail: (event) =>
    save(event, async (fields) => {
      await chooseMail(event.locals.ctx, fields);
      return '/account';
    }),
  password: (event) =>
    save(event, async (fields) => {
      await changePassword(event.locals.ctx, fields);
      return '/account';
    }),
  end: (event) =>
    save(event, async (fields) => {
      await endSession(event.locals.ctx, fields);
      return '/account';
    }),
  endOthers: (event) =>
    save(event, async (fields) => {
      await endOtherSessions(event.locals.ctx, fields);
      return '/account';
    }),
};
