import { paperById } from '#domain/papers/queries';
import { isOwnOf } from '#domain/producers/policy';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';

/** A paper of one's own. @throws AppError not_found */
export async function ownPaper(ctx: Ctx, id: string) {
  const paper = await paperById(ctx, id);
  if (!isOwnOf(ctx.actor, paper.organisation_id)) throw new AppError('not_found');
  return paper;
}
