import type { Tx } from '#kernel/context';
import { newId } from '#kernel/ids';
import { type Alike, producersLike, productsLike } from './finding.ts';

type Kind = 'producer' | 'product';

/** One order for two, whichever was asked about. */
export const inOrder = (a: string, b: string): [string, string] => (a < b ? [a, b] : [b, a]);

/**
 * Finds anew what may be the same as these, and keeps it for the queue. A pair that an officer told apart stays so, unless
 * the rule sees something else in it than it did; one that nothing speaks for any more goes.
 */
export async function look(tx: Tx, kind: Kind, ids: readonly string[]): Promise<void> {
  if (!ids.length) return;
  const found = await (kind === 'producer' ? producersLike : productsLike)(tx, ids);
  const pairs = new Map(found.map((one) => [inOrder(one.one!, one.other).join(), one]));
  await forget(tx, kind, ids, [...pairs.keys()]);
  for (const alike of pairs.values()) await keep(tx, kind, alike);
}

/** Takes out the open pairs of these that were not found again. */
async function forget(tx: Tx, kind: Kind, ids: readonly string[], found: readonly string[]): Promise<void> {
  const standing = await tx.db
    .selectFrom('duplicates.pair')
    .select(['id', 'one', 'other'])
    .where('kind', '=', kind)
    .where('state', '=', 'open')
    .where(({ eb, fn, val, or }) =>
      or([eb('one', '=', fn.any(val([...ids]))), eb('other', '=', fn.any(val([...ids])))]),
    )
    .execute();
  const gone = standing.filter(({ one, other }) => !found.includes([one, other].join()));
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

async function keep(tx: Tx, kind: Kind, { level, reasons, basis, ...pair }: Alike): Promise<void> {
  const [one, other] = inOrder(pair.one!, pair.other);
  const seen = { level, reasons, basis };
  await tx.db
    .insertInto('duplicates.pair')
    .values({ id: newId(), kind, one, other, ...seen, found_at: tx.now })
    .onConflict((at) =>
      at
        .columns(['kind', 'one', 'other'])
        .doUpdateSet({ ...seen, state: 'open', why: null, decided_by: null, decided_at: null, found_at: tx.now })
        .where('duplicates.pair.basis', '<>', basis),
    )
    .execute();
}
