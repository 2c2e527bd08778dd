import type { Tx } from './context.ts';
import { newId } from './ids.ts';
import type { DB } from './tables.ts';

/**
 * Facts are dated rows: `valid_from`/`valid_to` say when it was true, `recorded_at`/`superseded_at` when we knew it.
 * A table of facts has `row_id` (this wording of it), `id` (the fact), `version`, those four, and `recorded_by`.
 * A correction is a new row of the same `id`; the old one stays, superseded. Nothing counted is updated in place.
 */
type FactTable = {
  [T in keyof DB]: DB[T] extends { row_id: unknown; superseded_at: unknown; version: unknown } ? T : never;
}[keyof DB];

const author = (tx: Tx) => (!tx.actor || tx.actor.system ? null : tx.actor.id);

/** Writes a new fact; returns its id. `values` are the table's own columns with valid_from and valid_to. */
export async function addFact(
  tx: Tx,
  table: FactTable,
  values: Record<string, unknown>,
  id = newId(),
): Promise<string> {
  await insert(tx, table, { ...values, row_id: newId(), id, version: 1, recorded_at: tx.now, recorded_by: author(tx) });
  return id;
}

/**
 * Corrects a fact: supersedes the wording `current` and writes `values` as the next version.
 * The caller has locked and compared the version.
 */
export async function correctFact(
  tx: Tx,
  table: FactTable,
  current: { row_id: string; id: string; version: number },
  values: Record<string, unknown>,
): Promise<void> {
  await supersede(tx, table, current.row_id);
  await insert(tx, table, {
    ...values,
    row_id: newId(),
    id: current.id,
    version: current.version + 1,
    recorded_at: tx.now,
    recorded_by: author(tx),
  });
}

/** Takes a fact back that should never have been recorded: superseded with no successor. */
export async function supersede(tx: Tx, table: FactTable, rowId: string): Promise<void> {
  await (tx.db as never as Loose)
    .updateTable(table)
    .set({ superseded_at: tx.now })
    .where('row_id', '=', rowId)
    .execute();
}

const insert = (tx: Tx, table: FactTable, row: Record<string, unknown>) =>
  (tx.db as never as Loose).insertInto(table).values(row).execute();

// The columns differ by table; the caller's migration and the database check them.
type Loose = {
  insertInto(table: string): { values(row: Record<string, unknown>): { execute(): Promise<unknown> } };
  updateTable(table: string): {
    set(row: Record<string, unknown>): {
      where(column: string, op: '=', value: string): { execute(): Promise<unknown> };
    };
  };
};
