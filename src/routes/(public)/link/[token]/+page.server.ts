import { spendLink } from '#domain/identity/accounts';
import { linkStands } from '#domain/identity/links';
import { limit } from '#kernel/limits';
import { submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** A link that is unknown, used or over says so at once, before anybody thinks of a password. Kept by no cache, and told to no page that is opened from here. */
export const load: PageServerLoad = async ({ locals: { ctx }, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
  return { stands: await linkStands(ctx, params.token) };
};

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const refused = await submit(event, async ({ password }) => {
      await limit(ctx, `link:${event.request.headers.get('x-ocop-ip') ?? ''}`, 20, 15 * 60);
      await spendLink(ctx, { token: event.params.token, password });
    });
    return refused ?? { done: true as const };
  },
};
