import type pg from 'pg';

/** A table of ours as it is copied: its name, and its columns without those that PostgreSQL computes. */
export type Table = { name: string; columns: string[] };

// Other people's schemas: PostgreSQL's own, the extensions' in public, and the queue's, which makes its tables itself.
const foreign = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', 'jobs', 'migration')`;

/**
 * Every table that a backup holds, in the order of their names: the rooms' and the kernel's. A partitioned one counts as one;
 * an unlogged one holds nothing that must outlive a crash.
 */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      array(select quote_ident(a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p' and ${foreign}
    order by 1`);
  return rows;
}

/** What `COPY` writes of a table. A query, because a partitioned table has no rows of its own. */
export const copyOut = ({ name, columns }: Table): string =>
  `copy (select ${columns.join(', ')} from ${name}) to stdout`;

export const copyIn = ({ name, columns }: Table): string => `copy ${name} (${columns.join(', ')}) from stdin`;

/** Where each sequence of ours stands. */
export type Sequences = Record<string, number | null>;

export async function sequencesOf(client: pg.ClientBase): Promise<Sequences> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `select format('%I.%I', n.nspname, c.relname) as name, pg_sequence_last_value(c.oid)::text as last
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and ${foreign} order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last === null ? null : Number(last)]));
}

/** How values are written, whatever the server is set to. */
export const plainText = `set datestyle to 'ISO, YMD'; set intervalstyle to 'postgres'; set timezone to 'UTC'; set extra_float_digits to 1; set bytea_output to 'hex'`;

/** What must be out of the way while rows come in one table after another, and stands again before the commit. */
type Guard = { table: string; name: string; definition: string };

/** The foreign keys between tables of ours. */
export async function foreignKeys(client: pg.ClientBase): Promise<Guard[]> {
  const { rows } = await client.query<Guard>(`
    select format('%I.%I', n.nspname, c.relname) as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.conparentid = 0 and ${foreign} order by 1, 2`);
  return rows;
}
