import { sql } from 'kysely';
import type { Ctx, Tx } from './context.ts';
import { AppError } from './errors.ts';

/**
 * Counts one use of `key` and refuses the one after `max` within `seconds`. Counted in PostgreSQL, outside any
 * transaction, so that several processes share the count and a refused write still counts.
 * @throws AppError limit.reached with the minutes to wait
 */
export async function limit(ctx: Ctx, key: string, max: number, seconds: number): Promise<void> {
  const { rows } = await sql<{ used: number; wait: number }>`
    insert into kernel.rate as rate (key, started_at, used) values (${key}, now(), 1)
    on conflict (key) do update set
      used = case when rate.started_at < now() - make_interval(secs => ${seconds}) then 1 else rate.used + 1 end,
      started_at = case when rate.started_at < now() - make_interval(secs => ${seconds}) then now() else rate.started_at end
    returning used, ceil(extract(epoch from started_at + make_interval(secs => ${seconds}) - now()) / 60)::int as wait`.execute(
    ctx.runtime.db,
  );
  const row = rows[0];
  if (row && row.used > max) throw new AppError('limit.reached', { details: { minutes: Math.max(1, row.wait) } });
}

/** Forgets the count of `key`: a right password ends the row of wrong ones. */
export async function forgive(ctx: Ctx, key: string): Promise<void> {
  await ctx.runtime.db.deleteFrom('kernel.rate').where('key', '=', key).execute();
}

/** Takes one use of `key` back: where only what goes wrong is to count. */
export async function uncount(ctx: Ctx, key: string): Promise<void> {
  await sql`update kernel.rate set used = used - 1 where key = ${key} and used > 0`.execute(ctx.runtime.db);
}

/** Forgets every count whose key names a number or an address of a person, who is forgotten. */
export async function forgetCounts(tx: Tx, mark: string): Promise<void> {
  await sql`delete from kernel.rate where position(${mark} in key) > 0`.execute(tx.db);
}

/** Deletes counts that no limit looks at any more: none runs longer than a day. */
export async function sweepLimits(ctx: Ctx): Promise<void> {
  await sql`delete from kernel.rate where started_at < now() - interval '1 day'`.execute(ctx.runtime.db);
}
