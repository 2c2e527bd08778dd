import { spendLink } from '#domain/identity/actions';
import { limit } from '#kernel/limits';
import { submit } from '#ui/form.ts';
import type { Actions } from './$types.js';

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
