import { type Insertable, type InsertObject, type RawBuilder, sql } from 'kysely';
import { authorOf, type Tx } from './context.ts';
import { AppError } from './errors.ts';
import { newId } from './ids.ts';
import type { DB } from './tables.ts';

/**
 * Facts are dated rows: `valid_from`/`valid_to` say when it was true, `recorded_at`/`superseded_at` when we knew it.
 * A table of facts has `row_id` (this wording of it), `id` (the fact), `version`, those four, and `recorded_by`.
 * A correction is a new row of the same `id`; the old one stays, superseded. Nothing counted is updated in place.
 */
export type FactTable = {
  [T in keyof DB]: DB[T] extends { row_id: unknown; superseded_at: unknown; version: unknown } ? T : never;
}[keyof DB];

/** What is written here, and by nobody else. */
type OurColumn = 'row_id' | 'id' | 'version' | 'recorded_at' | 'recorded_by' | 'superseded_at';

/** What a fact of a table says: the table's own columns, with valid_from and valid_to. */
type Said<T extends FactTable> = Omit<Insertable<DB[T]>, OurColumn>;

/** Writes a new fact. @returns its id */
export async function addFact<T extends FactTable>(
  tx: Tx,
  table: T,
  values: NoInfer<Said<T>>,
  id = newId(),
): Promise<string> {
  await insert(tx, table, values, { id, version: 1 });
  return id;
}

/** Writes many new facts, each under the id given with it: few statements instead of thousands. */
export async function addFacts<T extends FactTable>(
  tx: Tx,
  table: T,
  given: readonly { id: string; values: NoInfer<Said<T>> }[],
): Promise<void> {
  for (let i = 0; i < given.length; i += atOnce) {
    const rows = given.slice(i, i + atOnce).map(({ id, values }) => rowOf(tx, values, { id, version: 1 }));
    await tx.db
      .insertInto(table)
      .values(rows as InsertObject<DB, T>[])
      .execute();
  }
}

/** Rows of one statement: few enough that nobody else waits while it is written out. */
const atOnce = 250;

/**
 * Corrects a fact: supersedes the wording `current` and writes `values` as the next version. The caller has compared
 * the version that the form was opened with.
 * @throws AppError state.conflict when another wording stands by now, not_found
 */
export async function correctFact<T extends FactTable>(
  tx: Tx,
  table: T,
  current: { row_id: string; id: string; version: number },
  values: NoInfer<Said<T>>,
): Promise<void> {
  await supersede(tx, table, current.row_id);
  await insert(tx, table, values, { id: current.id, version: current.version + 1 });
}

/**
 * Takes a wording back: superseded, for good where no other follows.
 * @throws AppError state.conflict when it was superseded before, not_found
 */
export async function supersede(tx: Tx, table: FactTable, rowId: string): Promise<void> {
  const { numUpdatedRows } = await tx.db
    .updateTable(table)
    .set({ superseded_at: tx.now })
    .where('row_id', '=', rowId)
    .where('superseded_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 1n) return;
  const known = await tx.db.selectFrom(table).select('row_id').where('row_id', '=', rowId).executeTakeFirst();
  throw new AppError(known ? 'state.conflict' : 'not_found');
}

// The compiler cannot add the two halves of a row up while the table is open; `Said` has checked each table's own.
const insert = <T extends FactTable>(tx: Tx, table: T, values: Said<T>, fact: { id: string; version: number }) =>
  tx.db
    .insertInto(table)
    .values(rowOf(tx, values, fact) as InsertObject<DB, T>)
    .execute();

function rowOf(tx: Tx, values: object, fact: { id: string; version: number }): object {
  const recorded_by = authorOf(tx);
  return { ...values, ...fact, row_id: newId(), recorded_at: tx.now, recorded_by };
}

/** The columns that every table of facts has. */
export type FactRow = {
  row_id: string;
  id: string;
  version: number;
  valid_from: string | null;
  valid_to: string | null;
  recorded_at: Date;
  recorded_by: string | null;
  superseded_at: Date | null;
};

/** The day asked about, and the day by whose evening it had to be known; left out: all days, and what is known now. */
export type AsOf = { on?: string | null; known?: string | null };

/**
 * The condition that a wording of a fact held on `on`, first and last day included, as it was known at the end of the
 * day `known` in Viet Nam. No wording is ever updated, so an old answer can always be computed again, and the
 * difference between two days of knowing is what was entered and corrected between them.
 */
export const heldAsOf = ({ on = null, known = null }: AsOf): RawBuilder<boolean> => sql<boolean>`(
  (${on}::date is null or ((valid_from is null or valid_from <= ${on}::date) and (valid_to is null or valid_to >= ${on}::date)))
  and case when ${known}::date is null then superseded_at is null
    else recorded_at < ${evening(known)} and (superseded_at is null or superseded_at >= ${evening(known)}) end)`;

const evening = (day: string | null) => sql`((${day}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')`;
