import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { canSeeImport } from './policy.ts';

type State = 'reading' | 'ready' | 'failed' | 'entering' | 'committed' | 'undone' | 'abandoned';

/**
 * The import, locked, if it is this person's and stands where the write needs it.
 * @throws AppError not_found, state.conflict
 */
export async function lockRun(tx: Tx, id: string, ...states: readonly State[]) {
  const run = await tx.db.selectFrom('imports.run').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!run || !canSeeImport(tx.actor, run)) throw new AppError('not_found');
  if (!states.includes(run.state as State))
    throw new AppError('state.conflict', { details: { reason: `imports.is_${run.state}` } });
  return run;
}

/** What the log says an import is about. */
export const subjectOf = (run: { id: string; area_path: string }) => ({
  kind: 'import',
  id: run.id,
  area: run.area_path,
});

/** Forgets the file and its rows: people stand in both. */
export async function forget(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('imports.upload').where('run_id', '=', id).execute();
  await tx.db.deleteFrom('imports.line').where('run_id', '=', id).execute();
}
