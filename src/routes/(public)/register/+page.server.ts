import { redirect } from '@sveltejs/kit';
import { openOwnAccount } from '#domain/identity/own-account';
import { OpenOwnAccount } from '#domain/identity/schema';
import { limit } from '#kernel/limits';
import { localizeHref } from '#paraglide/runtime';
import { submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

const next = '/account/producer';

/** Whoever is signed in goes on to the second step. */
export const load: PageServerLoad = ({ locals: { ctx } }) => {
  if (ctx.actor) redirect(303, localizeHref(next, { locale: ctx.locale }));
};

/**
 * No message proves the number, so few accounts are opened from one address of the network: as many as a meeting in a
 * village has, where all phones share one. A slip of the finger opens none and does not count.
 */
const most = { accounts: 20, seconds: 3600 };

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const { headers } = event.request;
    const opened = await submit(event, async (fields) => {
      if (OpenOwnAccount.safeParse(fields).success)
        await limit(ctx, `register:${headers.get('x-ocop-ip') ?? ''}`, most.accounts, most.seconds);
      return openOwnAccount(ctx, fields);
    });
    if (!('person' in opened)) return opened;
    event.locals.cookies = await ctx.runtime.sessions.open(opened.person, headers);
    redirect(303, localizeHref(next, { locale: ctx.locale }));
  },
};
