import { createHash } from 'node:crypto';
import type { Ctx } from '#kernel/context';

/** What is kept of the token of a one-time link. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** True while a one-time link can set a password: known, not used, not over. */
export async function linkStands(ctx: Ctx, token: string): Promise<boolean> {
  const link = await ctx.db
    .selectFrom('identity.one_time_link')
    .select('hash')
    .where('hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date())
    .executeTakeFirst();
  return !!link;
}
