import { type Kysely, sql } from 'kysely';
import type { Ctx } from './context.ts';
import { beginning, instantText, type Sealable, sealable, sealHash } from './seal.ts';
import type { DB } from './tables.ts';

/** The first thing that is not as it was sealed. */
type Difference = {
  what: 'event_changed' | 'event_removed' | 'event_inserted' | 'seal_broken' | 'seal_removed' | 'sealed_twice';
  seq: number | null;
  event: string | null;
};

/** What a whole reading of the log found. */
export type Verified = {
  sealed: number;
  /** Events that wait for their seal. */
  waiting: number;
  newest: { seq: number; hash: string } | null;
  difference: Difference | null;
};

type Link = { seq: number; hash: Buffer; sealed_at: string; event_id: string } & {
  [column in keyof Sealable]: Sealable[column] | null;
};

const page = 5000;

/**
 * Reads the whole log at one moment and recomputes every seal from the first on.
 * @returns counts, and the first difference in the order of sealing; events that nobody sealed come last
 */
export function verifyLog(ctx: Ctx): Promise<Verified> {
  return ctx.runtime.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (db) => {
      const { sealed, newest, difference } = await walk(db);
      const waiting = await db
        .selectFrom('kernel.unsealed')
        .select((is) => is.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return { sealed, waiting: waiting.n, newest, difference: difference ?? (await unknownToTheChain(db)) };
    });
}

type Walk = Pick<Verified, 'sealed' | 'newest' | 'difference'>;

async function walk(db: Kysely<DB>): Promise<Walk> {
  let before = beginning;
  let seq = 0;
  const found = (difference: Difference | null): Walk => ({
    sealed: seq,
    newest: seq ? { seq, hash: before.toString('hex') } : null,
    difference,
  });
  for (;;) {
    const links = await linksAfter(db, seq);
    for (const [i, link] of links.entries()) {
      const at = { seq: seq + 1, event: link.event_id };
      if (link.seq !== seq + 1) return found({ what: 'seal_removed', seq: seq + 1, event: null });
      if (link.id === null) return found({ what: 'event_removed', ...at });
      const hash = sealHash(before, link.seq, link.sealed_at, link as Sealable);
      if (!hash.equals(link.hash)) {
        // If the next seal was made after what the event gives now, this seal is what somebody changed.
        const next = links[i + 1] ?? (await linksAfter(db, link.seq, 1))[0];
        const follows = next?.id && sealHash(hash, next.seq, next.sealed_at, next as Sealable).equals(next.hash);
        return found({ what: follows ? 'seal_broken' : 'event_changed', ...at });
      }
      before = hash;
      seq = link.seq;
    }
    if (links.length < page) return found(null);
  }
}

async function linksAfter(db: Kysely<DB>, seq: number, limit = page): Promise<Link[]> {
  const { rows } = await sql<Link>`
    select seal.seq, seal.hash, ${instantText('seal.sealed_at')} as sealed_at, seal.event_id, ${sealable}
    from kernel.seal seal left join kernel.event event on event.id = seal.event_id
    where seal.seq > ${seq} order by seal.seq limit ${limit}`.execute(db);
  return rows;
}

/** Events outside the chain that do not wait for it either, one that is in it twice, and one that vanished while it waited. */
async function unknownToTheChain(db: Kysely<DB>): Promise<Difference | null> {
  const { rows } = await sql<Difference>`
    (select 'event_inserted' as what, null::bigint as seq, event.id as event from kernel.event event
      where not exists (select from kernel.seal where seal.event_id = event.id)
        and not exists (select from kernel.unsealed where unsealed.event_id = event.id) order by event.id limit 1)
    union all
    (select 'sealed_twice', max(seq), event_id from kernel.seal group by event_id having count(*) > 1 order by 2 limit 1)
    union all
    (select 'event_removed', null, event_id from kernel.unsealed
      where not exists (select from kernel.event where event.id = unsealed.event_id) order by event_id limit 1)
    limit 1`.execute(db);
  return rows[0] ?? null;
}
