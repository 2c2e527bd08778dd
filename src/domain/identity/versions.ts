import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import type { Versioned } from '#kernel/versions';

/**
 * Refuses a form that was opened before somebody else's change.
 * @param theirs what stands now, to be shown beside what was typed
 * @throws AppError version.stale with who changed it, when, the version and the values that stand now
 */
export async function assertVersion(
  tx: Tx,
  row: Versioned,
  version: number,
  theirs: Record<string, unknown>,
): Promise<void> {
  if (row.version === version) return;
  const person = row.changed_by
    ? await tx.db.selectFrom('identity.person').select('name').where('id', '=', row.changed_by).executeTakeFirst()
    : undefined;
  // In two windows one may be in one's own way.
  const own = !!row.changed_by && row.changed_by === tx.actor?.id;
  throw new AppError('version.stale', {
    details: {
      by: person?.name ?? 'OpenOCOP',
      at: row.changed_at.toISOString(),
      version: row.version,
      theirs,
      ...(own && { reason: 'errors.version.stale_own' }),
    },
  });
}
