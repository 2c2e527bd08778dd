import { makeCouncil } from '#domain/grading/councils/make-up';
import { keptScopes, mayMakeUp } from '#domain/grading/councils/policy';
import { listCouncils } from '#domain/grading/councils/queries';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({
  councils: await listCouncils(ctx),
  makes: mayMakeUp(ctx.actor),
  area: keptScopes(ctx.actor)[0] ?? ctx.runtime.config.area,
});

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => `/office/councils/${(await makeCouncil(event.locals.ctx, fields)).id}`),
};
