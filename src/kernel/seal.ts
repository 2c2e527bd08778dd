import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from './context.ts';
import type { Db } from './db.ts';

/** An event as it is sealed: every column as a text, the instant to the microsecond and `data` as PostgreSQL writes jsonb. */
export type Sealable = {
  id: string;
  at: string;
  type: string;
  subject_kind: string;
  subject_id: string;
  area_path: string | null;
  actor_id: string | null;
  data: string;
};

/** What stands before the first seal. */
export const beginning: Buffer = Buffer.alloc(32);

/** How an instant is sealed: UTC, to the microsecond. */
export const instantText = (column: string) =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The columns of `event` as `Sealable` names them. */
export const sealable = sql`event.id, ${instantText('event.at')} as at, event.type, event.subject_kind, event.subject_id,
  event.area_path, event.actor_id, event.data::text as data`;

/**
 * The hash of a seal: SHA-256 of the hash before it (32 bytes) and of the UTF-8 of one JSON array: the number of the
 * seal, when it was made, and the event's id, at, type, subject_kind, subject_id, area_path, actor_id, data.
 */
export function sealHash(before: Buffer, seq: number, sealedAt: string, event: Sealable): Buffer {
  const { id, at, type, subject_kind, subject_id, area_path, actor_id, data } = event;
  const bytes = JSON.stringify([seq, sealedAt, id, at, type, subject_kind, subject_id, area_path, actor_id, data]);
  return createHash('sha256').update(before).update(bytes).digest();
}

/** How many events one transaction seals. */
const most = 1000;

/**
 * Seals every event that waits, in the order of their ids. Of several processes one seals at a time and the others
 * leave it to that one; whoever writes events never waits for it.
 * @returns how many were sealed
 */
export async function sealEvents(ctx: Ctx, atOnce = most): Promise<number> {
  let all = 0;
  for (let sealed = atOnce; sealed === atOnce; all += sealed) sealed = await sealSome(ctx.runtime.db, atOnce);
  return all;
}

const sealSome = (db: Db, limit: number): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const lock = await sql<{
      mine: boolean;
    }>`select pg_try_advisory_xact_lock(hashtext('kernel.seal')) as mine`.execute(tx);
    if (!lock.rows[0]!.mine) return 0;
    const { rows: waiting } = await sql<Sealable>`select ${sealable}
      from kernel.unsealed join kernel.event event on event.id = unsealed.event_id
      order by unsealed.event_id limit ${limit}`.execute(tx);
    if (!waiting.length) return 0;
    const head = await newestSeal(tx);
    // The machine's clock: when a seal was made is no matter of business days.
    const now = new Date().toISOString().replace('Z', '000Z');
    let [seq, hash] = [head?.seq ?? 0, head?.hash ?? beginning];
    const seals = waiting.map((event) => {
      hash = sealHash(hash, ++seq, now, event);
      return { seq, event_id: event.id, hash, sealed_at: now };
    });
    await tx.insertInto('kernel.seal').values(seals).execute();
    await tx
      .deleteFrom('kernel.unsealed')
      .where(
        'event_id',
        'in',
        seals.map(({ event_id }) => event_id),
      ) // prettier-ignore
      .execute();
    return seals.length;
  });

const newestSeal = (db: Db) =>
  db.selectFrom('kernel.seal').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();

/** The chore that seals, every minute. */
export const sealLog = (ctx: Ctx): Promise<void> => sealEvents(ctx).then(() => undefined);

/** Where the log stands: whoever notes it can prove later that nothing before it was changed. */
export type Checkpoint = { seq: number; hash: string; sealed_at: Date };

/** The newest checkpoint, or the one of a number; null if there is none. */
export async function checkpoint(ctx: Ctx, seq?: number): Promise<Checkpoint | null> {
  const { rows } = await sql<Checkpoint>`select seq, encode(hash, 'hex') as hash, sealed_at from kernel.seal
    where ${seq ?? null}::bigint is null or seq = ${seq ?? null}::bigint order by seq desc limit 1`.execute(
    ctx.runtime.db,
  );
  return rows[0] ?? null;
}

/** What a noted checkpoint says of the log of today: the same, another hash at its number, or a log that ends before it. */
export type Comparison = 'same' | 'different' | 'beyond';

/** Compares a checkpoint that somebody noted with the log as it stands. */
export async function compareCheckpoint(ctx: Ctx, noted: { seq: number; hash: string }): Promise<Comparison> {
  const stands = await checkpoint(ctx, noted.seq);
  if (!stands) return 'beyond';
  return stands.hash === noted.hash ? 'same' : 'different';
}
