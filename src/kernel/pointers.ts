import { type RawBuilder, sql } from 'kysely';
import type { Ctx, Tx } from './context.ts';
import { AppError } from './errors.ts';

/**
 * Where rows point at something that can turn out to be the same as another one. Each room says of its own tables what
 * follows; what is not listed stays with the one that was merged away.
 */
export type Pointer = {
  to: 'producer' | 'product';
  /** As `schema.table`. */
  table: string;
  column: string;
  /** The column that names what moves: of a fact its `id`, so that all its wordings move together. */
  key: string;
  /** For a column beside a kind: rows of this kind only. */
  only?: { column: string; value: string };
  /** The columns by which a person knows the thing again; none that speak of people. */
  shows?: readonly string[];
  /** Columns that follow the pointer. */
  also?: (to: string) => RawBuilder<unknown>;
  /** The column that says since when a row no longer stands. */
  standing?: string;
  /** A standing row that says the same as one of the other's, by these columns (none: any two): closed, or left where it is. */
  twin?: { same: readonly string[]; closes?: true };
};

/** What was merged away is nobody's to change. @throws AppError state.conflict */
export function assertStands(row: { merged_into: string | null }): void {
  if (row.merged_into)
    throw new AppError('state.conflict', { details: { reason: 'duplicates.merged_away', into: row.merged_into } });
}

/** The answer to whoever asks for what was merged away: where it is found now. */
export const movedTo = (kind: Pointer['to'], id: string) => new AppError('moved', { details: { kind, id } });

export type Merge = { from: string; to: string; at: Date };

/** One thing that moved, as it is kept to be moved back. */
export type Moved = { pointer: string; key: string; closed: boolean };

/** What the journal calls a pointer. */
export const nameOf = ({ table, column }: Pointer): string => `${table}.${column}`;

const onlyOf = ({ only }: Pointer) => (only ? sql`and mine.${sql.ref(only.column)} = ${only.value}` : sql``);

/** The keys of those of `from` that say the same as one of `to`. */
async function twinsOf(ctx: Ctx | Tx, pointer: Pointer, { from, to }: Omit<Merge, 'at'>): Promise<string[]> {
  const { table, column, key, twin, only, standing: since } = pointer;
  if (!twin) return [];
  const both = twin.same.map((name) => sql`and mine.${sql.ref(name)} = theirs.${sql.ref(name)}`);
  const standing = since ? sql`and mine.${sql.ref(since)} is null and theirs.${sql.ref(since)} is null` : sql``;
  const kind = only ? sql`and theirs.${sql.ref(only.column)} = ${only.value}` : sql``;
  const { rows } = await sql<{ key: string }>`
    select distinct mine.${sql.ref(key)}::text as key from ${sql.table(table)} mine
    join ${sql.table(table)} theirs on theirs.${sql.ref(column)} = ${to} ${kind} ${both.length ? sql.join(both, sql` `) : sql``}
    where mine.${sql.ref(column)} = ${from} ${onlyOf(pointer)} ${standing}`.execute(ctx.db as Tx['db']);
  return rows.map((row) => row.key);
}

/** Points everything of `from` at `to`. @returns what moved, each thing once */
export async function follow(tx: Tx, pointer: Pointer, merge: Merge): Promise<Moved[]> {
  const { table, column, key, twin, standing, also } = pointer;
  const twins = await twinsOf(tx, pointer, merge);
  if (twins.length && twin?.closes)
    await sql`update ${sql.table(table)} mine set ${sql.ref(standing!)} = ${merge.at}
      where ${sql.ref(column)} = ${merge.from} ${onlyOf(pointer)} and ${sql.ref(key)}::text = any(${twins}::text[])
        and ${sql.ref(standing!)} is null`.execute(tx.db);
  const left = twin?.closes ? [] : twins;
  const { rows } = await sql<{ key: string }>`
    update ${sql.table(table)} mine set ${sql.ref(column)} = ${merge.to} ${also?.(merge.to) ?? sql``}
    where ${sql.ref(column)} = ${merge.from} ${onlyOf(pointer)} and ${sql.ref(key)}::text <> all(${left}::text[])
    returning mine.${sql.ref(key)}::text as key`.execute(tx.db);
  const closed = new Set(twin?.closes ? twins : []);
  return [...new Set(rows.map((row) => row.key))].map((one) => ({
    pointer: nameOf(pointer),
    key: one,
    closed: closed.has(one),
  }));
}

/** Points what moved back at `from`, unless it was pointed elsewhere since; what was closed stands again. */
export async function goBack(tx: Tx, pointer: Pointer, merge: Merge, moved: readonly Moved[]): Promise<void> {
  const { table, column, key, standing, also } = pointer;
  const keysOf = (some: readonly Moved[]) => sql`${sql.ref(key)}::text = any(${some.map((one) => one.key)}::text[])`;
  if (moved.length)
    await sql`update ${sql.table(table)} mine set ${sql.ref(column)} = ${merge.from} ${also?.(merge.from) ?? sql``}
      where ${sql.ref(column)} = ${merge.to} ${onlyOf(pointer)} and ${keysOf(moved)}`.execute(tx.db);
  const closed = moved.filter((one) => one.closed);
  if (closed.length)
    await sql`update ${sql.table(table)} mine set ${sql.ref(standing!)} = null
      where ${sql.ref(column)} = ${merge.from} and ${sql.ref(standing!)} = ${merge.at} and ${keysOf(closed)}`.execute(
      tx.db,
    );
}

export type Hanging = { n: number; named: string[] };

/** Of so many things the first are named. */
const namedMost = 8;

/** What hangs on each of the two, with the names of the first few, and how many of the first say the same as one of the second. */
export async function hanging(
  ctx: Ctx,
  pointer: Pointer,
  from: string,
  to: string,
): Promise<{ from: Hanging; to: Hanging; twins: number }> {
  const { table, column, key, standing, shows = [] } = pointer;
  const named = shows.length ? sql`concat_ws(' · ', ${sql.join(shows.map((name) => sql.ref(name)))})` : sql`null::text`;
  const { rows } = await sql<Hanging & { owner: string }>`
    select owner, count(*)::int as n, coalesce((array_agg(named order by key) filter (where named <> ''))[1:${namedMost}::int], '{}') as named
    from (select distinct on (mine.${sql.ref(column)}, mine.${sql.ref(key)}) mine.${sql.ref(column)} as owner, mine.${sql.ref(key)} as key, ${named} as named
      from ${sql.table(table)} mine where mine.${sql.ref(column)} in (${from}, ${to}) ${onlyOf(pointer)}
        ${standing ? sql`and mine.${sql.ref(standing)} is null` : sql``}) thing
    group by owner`.execute(ctx.db as Tx['db']);
  const of = (owner: string): Hanging => rows.find((row) => row.owner === owner) ?? { n: 0, named: [] };
  return { from: of(from), to: of(to), twins: (await twinsOf(ctx, pointer, { from, to })).length };
}
