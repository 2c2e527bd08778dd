import { changeSetting } from '#domain/settings/actions';
import { settingsWithPast } from '#domain/settings/queries';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({ settings: await settingsWithPast(ctx) });

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => (await changeSetting(event.locals.ctx, fields), '/office/settings')),
};
