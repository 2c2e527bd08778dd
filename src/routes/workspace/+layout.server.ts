import { isProducer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import { bellOf } from '../bell.ts';
import type { LayoutServerLoad } from './$types.js';

/** The room of producers: refuses everybody else, as the door in hooks.server.ts does for writes. */
export const load: LayoutServerLoad = async (event) => {
  if (!isProducer(event.locals.ctx.actor)) throw new AppError('refused');
  return { unread: await bellOf(event) };
};
