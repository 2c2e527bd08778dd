import { spendCode } from '#domain/identity/counter';
import { limit } from '#kernel/limits';
import { submit } from '#ui/form.ts';
import type { Actions } from './$types.js';

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const refused = await submit(event, async (fields) => {
      await limit(ctx, `code:${event.request.headers.get('x-ocop-ip') ?? ''}`, 30, 15 * 60);
      await spendCode(ctx, fields);
    });
    return refused ?? { done: true as const };
  },
};
