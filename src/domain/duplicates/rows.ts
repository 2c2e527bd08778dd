import type { Tx } from '#kernel/context';
import { newId } from '#kernel/ids';
import { type Alike, alikeTo } from './finding.ts';

type Kind = 'producer' | 'product';

/** One order for two, whichever was asked about. */
export const inOrder = (a: string, b: string): [string, string] => (a < b ? [a, b] : [b, a]);

/**
 * Finds anew what may be the same as these, and keeps it for the queue. A pair that an officer told apart stays so, unless
 * the rule sees something else in it than it did; one that nothing speaks for any more goes.
 */
export async function look(tx: Tx, kind: Kind, ids: readonly string[]): Promise<void> {
  if (!ids.length) return;
  const found = await alikeTo(tx, kind, ids);
  const pairs = new Map(found.map((one) => [inOrder(one.one!, one.other).join(), one]));
  await forget(tx, kind, ids, new Set(pairs.keys()));
  const all = [...pairs.values()];
  for (let i = 0; i < all.length; i += atOnce) await keep(tx, kind, all.slice(i, i + atOnce));
}

/** Rows of one statement: few enough that nobody else waits while it is written out. */
const atOnce = 250;

/** Takes out the open pairs of these that were not found again. */
async function forget(tx: Tx, kind: Kind, ids: readonly string[], found: ReadonlySet<string>): Promise<void> {
  const standing = await tx.db
    .selectFrom('duplicates.pair')
    .select(['id', 'one', 'other'])
    .where('kind', '=', kind)
    .where('state', '=', 'open')
    .where(({ eb, fn, val, or }) =>
      or([eb('one', '=', fn.any(val([...ids]))), eb('other', '=', fn.any(val([...ids])))]),
    )
    .execute();
  const gone = standing.filter(({ one, other }) => !found.has([one, other].join()));
  if (!gone.length) return;
  await tx.db
    .deleteFrom('duplicates.pair')
    .where(
      'id',
      'in',
      gone.map(({ id }) => id),
    )
    .execute();
}

async function keep(tx: Tx, kind: Kind, found: readonly Alike[]): Promise<void> {
  const values = found.map(({ level, reasons, basis, ...pair }) => {
    const [one, other] = inOrder(pair.one!, pair.other);
    return { id: newId(), kind, one, other, level, reasons, basis, found_at: tx.now };
  });
  const anew = { state: 'open', why: null, decided_by: null, decided_at: null };
  await tx.db
    .insertInto('duplicates.pair')
    .values(values)
    .onConflict((at) =>
      at
        .columns(['kind', 'one', 'other'])
        .doUpdateSet(({ ref }) => ({
          level: ref('excluded.level'),
          reasons: ref('excluded.reasons'),
          basis: ref('excluded.basis'),
          found_at: ref('excluded.found_at'),
          ...anew,
        }))
        .whereRef('duplicates.pair.basis', '<>', 'excluded.basis'),
    )
    .execute();
}
