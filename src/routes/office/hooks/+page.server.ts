import { provinces } from '#domain/areas/queries';
import { addHook, pauseHook, removeHook, sendHookAgain, testHook } from '#domain/hooks/actions';
import { hooksWithLog } from '#domain/hooks/queries';
import { save, submit } from '#ui/form.ts';
import { ticked } from '../sure.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({
  ...(await hooksWithLog(ctx)),
  provinces: (await provinces(ctx)).map(({ id, name }) => ({ value: id, label: name })),
});

const page = '/office/hooks';

export const actions: Actions = {
  /** The secret is shown in this one answer and kept nowhere. */
  add: (event) =>
    submit(event, async (fields) => {
      const { secret } = await addHook(event.locals.ctx, fields);
      return { secret, added: String(fields.name) };
    }),
  pause: (event) => save(event, async (fields) => (await pauseHook(event.locals.ctx, fields), page)),
  remove: (event) => save(event, async (fields) => (await removeHook(event.locals.ctx, ticked(fields)), page)),
  test: (event) => save(event, async (fields) => (await testHook(event.locals.ctx, fields), page)),
  again: (event) => save(event, async (fields) => (await sendHookAgain(event.locals.ctx, fields), page)),
};
