import { sql } from 'kysely';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import type { Moved } from '#kernel/pointers';
import type { Versioned } from '#kernel/versions';
import { assertVersion } from '#domain/identity/versions';

type Kind = 'producer' | 'product';
type Row = Versioned & { id: string; name: string; merged_into: string | null };
type Seen = { keep: string; keep_version: number; merge: string; merge_version: number };

export const conflict = (reason: string, params: Record<string, string> = {}) =>
  new AppError('state.conflict', { details: { reason: `duplicates.${reason}`, ...params } });

/**
 * Refuses what no merge can be: of one that was merged, into one that was, as of an older state, of one that others were
 * merged into (a chain; the other way round it is none), or of one about which a proposal is open.
 * @throws AppError state.conflict, version.stale
 */
export async function assertMergeable(tx: Tx, kind: Kind, kept: Row, merged: Row, seen: Seen): Promise<void> {
  if (kept.merged_into || merged.merged_into) throw conflict('merged_meanwhile');
  await assertVersion(tx, kept, seen.keep_version, { name: kept.name });
  await assertVersion(tx, merged, seen.merge_version, { name: merged.name });
  const table = kind === 'producer' ? 'producers.producer' : 'products.product';
  const inside = await tx.db.selectFrom(table).select('name').where('merged_into', '=', merged.id).executeTakeFirst();
  if (inside) throw conflict('chain', { name: merged.name, inside: inside.name });
  if (await hasOpenProposal(tx, kind, merged.id)) throw conflict('proposals_open', { name: merged.name });
}

/** @throws AppError input.invalid at `keep` for two that are one already */
export function assertTwo({ keep, merge }: { keep: string; merge: string }): void {
  if (keep === merge) throw fieldError('keep', 'duplicates.itself');
}

/** An open proposal carries the ids that it was made about: it is decided first. */
async function hasOpenProposal(tx: Tx, kind: Kind, id: string, since = new Date(0)): Promise<boolean> {
  const open = await tx.db
    .selectFrom('proposals.proposal')
    .select('id')
    .where('state', 'in', ['open', 'asked'])
    .where('proposed_at', '>=', since)
    .where(kind === 'producer' ? 'producer_id' : 'subject_id', '=', id)
    .executeTakeFirst();
  return !!open;
}

/**
 * Refuses to undo a merge while something stands in the way: a proposal made since is open, which may speak of what would go back, or
 * products that it moved were merged with others since.
 * @throws AppError state.conflict with what to do first
 */
export async function assertUndoable(
  tx: Tx,
  kind: Kind,
  kept: Row,
  since: Date,
  moved: readonly Moved[],
): Promise<void> {
  if (await hasOpenProposal(tx, kind, kept.id, since)) throw conflict('proposals_open', { name: kept.name });
  const products = moved.filter(({ pointer }) => pointer === 'products.product.producer_id').map(({ key }) => key);
  if (!products.length) return;
  const { rows } = await sql<{ name: string }>`
    select product.name from duplicates.merge later join products.product product on product.id = later.merged_id
    where later.kind = 'product' and later.undone_at is null
      and (later.kept_id = any(${products}::uuid[])) <> (later.merged_id = any(${products}::uuid[])) limit 1`.execute(
    tx.db,
  );
  if (rows[0]) throw conflict('product_merged_since', { name: rows[0].name });
}
