import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { appliedMigrations, knownMigrations, migrate, migrateTo } from '../migrate.ts';
import type { Db } from '../db.ts';
import { readArchive, settle } from './archive.ts';
import { checkArchive } from './check.ts';
import { type Job, type Manifest, partOf } from './manifest.ts';
import { copyIn, foreignKeys, plainText } from './tables.ts';

/** Where a backup goes; `enqueue` puts a job that waited into the transaction of the rows. */
export type Target = {
  url: string;
  db: Db;
  dataDir: string;
  ownSecret: boolean;
  enqueue: (client: pg.ClientBase, job: Job) => Promise<unknown>;
};

/**
 * Brings an archive back into a database where nobody has written yet: new, or migrated and otherwise empty. First the
 * archive is read to its end; then the files, which hurt nobody alone; then all rows in one transaction; then the
 * migrations that are newer than the archive.
 * @throws Error with a sentence for the operator; then the database holds nothing of the archive
 */
export async function restore(target: Target, file: string): Promise<Manifest> {
  const { manifest, jobs, secret } = await checkArchive(file);
  await bringTo(target.db, manifest);
  const client = new pg.Client({ connectionString: target.url, application_name: 'restore' });
  client.on('error', () => {}); // told by the query that was running
  await client.connect();
  try {
    await client.query(plainText);
    await client.query('begin');
    await refuseUsed(client);
    await readFiles(file, join(target.dataDir, 'files'));
    await readRows(client, file, manifest);
    for (const job of jobs) await target.enqueue(client, job);
    if (secret && target.ownSecret) await writeDown(join(target.dataDir, 'secret'), [secret]);
    // Whoever runs on this database already forgets what it kept.
    await client.query(`select pg_notify('touched', '["*"]')`);
    await client.query('commit');
    await client.query('analyze').catch(() => {}); // some tables may be others' to analyse
  } finally {
    await client.end();
  }
  await migrate(target.db);
  return manifest;
}

/** The migrations of the archive, no more and no fewer: its rows fit those tables. */
async function bringTo(db: Db, { migrations, version }: Manifest): Promise<void> {
  const [known, applied] = [await knownMigrations(), await appliedMigrations(db)];
  const newer = migrations.filter((name) => !known.includes(name));
  if (newer.length)
    throw new Error(
      `The backup was made by a newer version (${version}, with ${newer.join(', ')}). Restore it with that one.`,
    );
  const ahead = applied.filter((name) => !migrations.includes(name));
  if (ahead.length)
    throw new Error(
      `The database is ahead of the backup (it has ${ahead.join(', ')}). Give a new, empty database: it is brought to this version after the rows are back.`,
    );
  await migrateTo(db, migrations.at(-1)!);
}

/** Every write leaves an event; so a database without one, and without an account, is one where nobody has written. */
async function refuseUsed(client: pg.ClientBase): Promise<void> {
  await client.query('lock table kernel.event, identity.person in access exclusive mode');
  const { rows } = await client.query<{ used: boolean }>(
    'select exists (select from kernel.event) or exists (select from identity.person) as used',
  );
  if (rows[0]!.used)
    throw new Error(
      'This database is in use: it has accounts, or somebody has written into it. A backup goes into an empty one only; give another DATA_DIR or DATABASE_URL.',
    );
}

/**
 * All tables, in the order of the archive. Foreign keys are taken away meanwhile and made again: so no order is needed,
 * tables may name each other, and the owner of the database may do it, who is no superuser.
 */
async function readRows(client: pg.Client, file: string, { tables, sequences }: Manifest): Promise<void> {
  const keys = await foreignKeys(client);
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of tables) await client.query(`alter table ${name} disable trigger user`);
  await client.query(`truncate ${tables.map(({ name }) => name).join(', ')}`);
  await copyAll(client, file, tables);
  for (const { name } of tables) await client.query(`alter table ${name} enable trigger user`);
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  for (const [name, last] of Object.entries(sequences))
    if (last !== null) await client.query('select setval($1, $2)', [name, last]);
}

async function copyAll(client: pg.Client, file: string, tables: Manifest['tables']): Promise<void> {
  const named = new Map(tables.map((table) => [table.name, table]));
  let current: { name: string; put: (piece: Buffer) => Promise<void>; close: () => Promise<void> } | undefined;
  await readArchive(file, async (name, bytes) => {
    const part = partOf(name);
    if (part?.kind !== 'table') return;
    if (current?.name !== part.of) {
      await current?.close();
      current = { name: part.of, ...pouring(client, named.get(part.of)!) };
    }
    for await (const piece of bytes) await current.put(piece);
  });
  await current?.close();
}

/** One table on its way in. What PostgreSQL says against a row may come at any time, whoever waits then. */
function pouring(client: pg.Client, table: Manifest['tables'][number]) {
  const sink = client.query(from(copyIn(table)));
  const refused = new Promise<never>((_, fail) => sink.on('error', fail));
  refused.catch(() => {}); // told to whoever waits
  return {
    put: (piece: Buffer) => Promise.race([refused, new Promise<void>((done) => sink.write(piece, () => done()))]),
    async close() {
      await Promise.race([refused, new Promise<void>((done) => sink.on('finish', done).end())]);
      if (sink.rowCount !== table.rows) throw new Error(`${table.name} got ${sink.rowCount} of ${table.rows} rows.`);
    },
  };
}

/** Each under its hash, as the file store keeps them; what lies there already is the same. */
async function readFiles(file: string, folder: string): Promise<void> {
  await readArchive(file, async (name, bytes) => {
    const part = partOf(name);
    if (part?.kind !== 'file') return;
    const path = join(folder, part.of.slice(0, 2), part.of);
    if (!existsSync(path)) await writeDown(path, bytes);
  });
}

async function writeDown(path: string, bytes: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, path);
  await settle(dirname(path));
}
