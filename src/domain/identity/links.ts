import { createHash } from 'node:crypto';
import type { Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';

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

/** True while nobody has an account here: whoever comes is told how the first one is opened. */
export async function isUnopened(db: Pick<Db, 'selectFrom'>): Promise<boolean> {
  return !(await db.selectFrom('identity.person').select('id').limit(1).executeTakeFirst());
}
