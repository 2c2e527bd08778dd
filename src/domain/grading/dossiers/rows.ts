import { authorOf, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { isId, newId } from '#kernel/ids';
import { canSeeDossier } from './policy.ts';
import { assertMove, type Level, type Standing, type Status } from './rules.ts';

/**
 * The dossier, locked until the write ends. Whoever sits in a council is let in by their own room (`seen`).
 * @throws AppError not_found for a dossier that this person may not see
 */
export async function lockDossier(tx: Tx, id: string, seen = canSeeDossier) {
  const row = isId(id)
    ? await tx.db.selectFrom('grading.dossier').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    : undefined;
  if (!row || !seen(tx.actor, row)) throw new AppError('not_found');
  return { ...row, level: row.level as Level, status: row.status as Status };
}
export type LockedDossier = Awaited<ReturnType<typeof lockDossier>>;

/** What else a move writes on the dossier. */
type Beside = Partial<
  Pick<
    LockedDossier,
    | 'filed_on'
    | 'commune_no'
    | 'commune_received_on'
    | 'province_no'
    | 'province_received_on'
    | 'round_id'
    | 'copy_hash'
  >
> & { copy?: string };

/**
 * Moves a locked dossier on: the move is one that the process knows, is kept with its day, and is said in the log.
 * @throws AppError state.conflict
 */
export async function moveDossier(
  tx: Tx,
  dossier: LockedDossier,
  to: Standing,
  { note = null, ...beside }: Beside & { note?: string | null } = {},
): Promise<void> {
  assertMove(dossier, to);
  const by = authorOf(tx);
  await tx.db
    .updateTable('grading.dossier')
    .set({ ...to, ...beside, changed_at: tx.now, changed_by: by, version: dossier.version + 1 })
    .where('id', '=', dossier.id)
    .execute();
  await tx.db
    .insertInto('grading.dossier_step')
    .values({
      id: newId(),
      dossier_id: dossier.id,
      at: tx.now,
      on_day: tx.today,
      from_level: dossier.level,
      from_status: dossier.status,
      ...to,
      by,
      note,
    })
    .execute();
  await record(
    tx,
    'dossier.moved',
    { kind: 'product', id: dossier.product_id, area: dossier.area_path },
    { dossier: dossier.id, from: `${dossier.level}/${dossier.status}`, to: `${to.level}/${to.status}` },
  );
}
