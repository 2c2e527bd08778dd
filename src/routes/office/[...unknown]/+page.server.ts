import { AppError } from '#kernel/errors';
import type { PageServerLoad } from './$types.js';

/** An address that the office does not have is told in its own frame, not in the public one. */
export const load: PageServerLoad = () => {
  throw new AppError('not_found');
};
