import type { Selectable } from 'kysely';
import { authorOf, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import type { DB } from '#kernel/tables';
import { assertVersion } from '#domain/identity/versions';
import { isOfOffice } from './policy.ts';

/** Tables whose rows belong to an office and are changed in versions. */
type Table = 'grading.decision' | 'grading.complaint' | 'grading.inspection' | 'grading.withdrawal_case';

/**
 * A row of this office, locked, as the form saw it.
 * @throws AppError not_found for a row of another office, version.stale
 */
export async function lockOwn<T extends Table>(tx: Tx, table: T, { id, version }: { id: string; version?: number }) {
  const row = isId(id)
    ? await tx.db
        .selectFrom(table as 'grading.decision')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!row || !isOfOffice(tx.actor, row)) throw new AppError('not_found');
  if (version !== undefined) await assertVersion(tx, row, version, { status: row.status });
  return row as unknown as Selectable<DB[T]>;
}

/** What every change of such a row writes. */
export const changed = (tx: Tx, row: { version: number }) => ({
  version: row.version + 1,
  changed_at: tx.now,
  changed_by: authorOf(tx),
});

/** @throws AppError state.conflict with the reason, where a row is not in the state that the act needs */
export function assertStatus(row: { status: string }, ...wanted: string[]): void {
  if (!wanted.includes(row.status))
    throw new AppError('state.conflict', { details: { reason: `decisions.is_${row.status}` } });
}
