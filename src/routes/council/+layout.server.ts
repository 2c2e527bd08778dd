import { maySit } from '#domain/grading/councils/policy';
import { AppError } from '#kernel/errors';
import { bellOf } from '../bell.ts';
import type { LayoutServerLoad } from './$types.js';

/** The room of those who sit in a council: whose seat it is, each page asks. */
export const load: LayoutServerLoad = async (event) => {
  if (!maySit(event.locals.ctx.actor)) throw new AppError('refused');
  return { unread: await bellOf(event) };
};
