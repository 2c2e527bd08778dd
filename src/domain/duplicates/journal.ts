import { authorOf, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { recordAll } from '#kernel/events';
import { newId } from '#kernel/ids';
import { follow, goBack, type Merge, type Moved, nameOf, type Pointer } from '#kernel/pointers';
import { pointersTo } from './pointers.ts';

type Kind = Pointer['to'];
export type MergeRow = Awaited<ReturnType<typeof lockMerge>>;

/** What hangs on one hangs on the other from now on; each thing that moved is kept with the merge. @returns the id of the merge and what moved */
export async function moveAll(
  tx: Tx,
  kind: Kind,
  { from, to, why, filled }: { from: string; to: string; why: string; filled: readonly string[] },
): Promise<{ id: string; moved: Moved[] }> {
  const id = newId();
  await tx.db
    .insertInto('duplicates.merge')
    .values({
      id,
      kind,
      kept_id: to,
      merged_id: from,
      why,
      filled: [...filled],
      merged_by: authorOf(tx),
      merged_at: tx.now,
    })
    .execute();
  const moved: Moved[] = [];
  for (const pointer of pointersTo(kind)) moved.push(...(await follow(tx, pointer, { from, to, at: tx.now })));
  await keepMoved(tx, id, moved);
  return { id, moved };
}

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const atOnce = 1000;

/** Writes down what moved, so that exactly that goes back. */
export async function keepMoved(tx: Tx, merge: string, moved: readonly Moved[]): Promise<void> {
  for (let i = 0; i < moved.length; i += atOnce)
    await tx.db
      .insertInto('duplicates.moved')
      .values(moved.slice(i, i + atOnce).map((one) => ({ merge_id: merge, ...one })))
      .execute();
}

/** A merge that stands, locked. @throws AppError not_found, state.conflict for one that was undone */
export async function lockMerge(tx: Tx, id: string) {
  const row = await tx.db
    .selectFrom('duplicates.merge')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  if (row.undone_at) throw new AppError('state.conflict', { details: { reason: 'duplicates.undone_already' } });
  return row;
}

export const movedBy = (tx: Tx, merge: string): Promise<Moved[]> =>
  tx.db.selectFrom('duplicates.moved').select(['pointer', 'key', 'closed']).where('merge_id', '=', merge).execute();

/** Everything that the merge moved goes back; what came after it stays. */
export async function moveBack(tx: Tx, row: MergeRow, moved: readonly Moved[], why: string): Promise<void> {
  const merge: Merge = { from: row.merged_id, to: row.kept_id, at: row.merged_at };
  const byPointer = Map.groupBy(moved, ({ pointer }) => pointer);
  for (const pointer of pointersTo(row.kind as Kind))
    await goBack(tx, pointer, merge, byPointer.get(nameOf(pointer)) ?? []);
  await tx.db
    .updateTable('duplicates.merge')
    .set({ undone_why: why, undone_by: authorOf(tx), undone_at: tx.now })
    .where('id', '=', row.id)
    .execute();
}

type Placed = { id: string; area_path: string };

/** One event for each of the two: both histories tell it. */
export const tell = (
  tx: Tx,
  type: `${Kind}.${'merged' | 'unmerged'}`,
  { merge, kept, merged }: { merge: string; kept: Placed; merged: Placed },
): Promise<void> =>
  recordAll(
    tx,
    type,
    [merged, kept].map(({ id, area_path }) => ({
      subject: { kind: type.split('.')[0]!, id, area: area_path },
      data: { merged: merged.id, kept: kept.id, merge },
    })),
  );
