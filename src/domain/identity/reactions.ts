import { sql } from 'kysely';
import { inTransaction } from '#kernel/action';
import type { Ctx } from '#kernel/context';

/** Deletes sessions that are over, and links that were used or ended a month ago: nobody can sign in by them. */
export const sweepSessions = (ctx: Ctx): Promise<void> =>
  inTransaction(ctx, async ({ db }) => {
    await sql`delete from identity.session where expires_at < now()`.execute(db);
    await sql`delete from identity.one_time_link
      where coalesce(used_at, expires_at) < now() - interval '30 days'`.execute(db);
  });
