import { isProducer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import type { LayoutServerLoad } from './$types.js';

/** The room of producers: refuses everybody else, as the door in hooks.server.ts does for writes. */
export const load: LayoutServerLoad = ({ locals: { ctx } }) => {
  if (!isProducer(ctx.actor)) throw new AppError('refused');
};
