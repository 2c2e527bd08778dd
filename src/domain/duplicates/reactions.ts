import { sql } from 'kysely';
import { inTransaction } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { readSetting, writeSetting } from '#kernel/settings';
import { look } from './rows.ts';

const atOnce = 500;

/** A write of a long transaction bears the time of its beginning and shows later: so far back is looked again. */
const slack = 15 * 60_000;

type Seen = { at: string; id: string };

/**
 * Looks for likely duplicates of what was entered or changed since the last time, so many at a time that nobody waits for
 * it. Not by events: an import of thousands would wait for as many jobs.
 */
export async function findDuplicates(ctx: Ctx): Promise<void> {
  for (const kind of ['producer', 'product'] as const) {
    let seen: Seen | null = await inTransaction(ctx, (tx) => lookOn(tx, kind, null));
    while (seen) seen = await inTransaction(ctx, (tx) => lookOn(tx, kind, seen));
  }
}

/** Looks at the next so many, the first time at those since the last look. @returns the last of them; null at the end */
async function lookOn(tx: Tx, kind: 'producer' | 'product', seen: Seen | null): Promise<Seen | null> {
  const key = `duplicates.looked.${kind}`;
  const last = (await readSetting(tx.db, key)) as string | undefined;
  const { at, id } = seen ?? { at: last ?? '-infinity', id: '00000000-0000-0000-0000-000000000000' };
  const table = sql.table(kind === 'producer' ? 'producers.producer' : 'products.product');
  const { rows } = await sql<Seen>`
    select id, changed_at::text as at from ${table}
    where merged_into is null and (changed_at, id) > (${at}::timestamptz, ${id}::uuid)
    order by changed_at, id limit ${atOnce}`.execute(tx.db);
  const ids = rows.map((row) => row.id);
  await look(tx, kind, ids);
  if (rows.length === atOnce) return rows.at(-1)!;
  await writeSetting(tx.db, key, new Date(tx.now.getTime() - slack).toISOString());
  return null;
}
