import { redirect } from '@sveltejs/kit';
import { isUnopened } from '#domain/identity/links';
import { signIn } from '#domain/identity/session';
import { currentSettings } from '#domain/settings/queries';
import { submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';
import { codePage, homeOf } from './home.ts';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({
  isUnopened: await isUnopened(ctx.db),
  provider: ctx.runtime.config.oidc?.name ?? null,
  help: (await currentSettings(ctx)).help_phone,
});

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const signed = await submit(event, ({ login, password }) =>
      signIn(ctx, { login, password }, event.request.headers),
    );
    if (!('cookies' in signed)) return signed;
    event.locals.cookies = signed.cookies;
    redirect(
      303,
      signed.owesCode ? codePage(event.url, ctx.locale) : await homeOf(event.url, signed.cookies, ctx.locale),
    );
  },
};
