import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { to } from 'pg-copy-streams';
import { type Packing, writeArchive } from './archive.ts';
import { type Manifest, parts } from './manifest.ts';
import { copyOut, plainText, sequencesOf, type Table, tablesOf } from './tables.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** How much of a table is held in memory. */
const piece = 4 * 1024 * 1024;

/** Where an installation keeps what a backup holds. */
export type Place = { url: string; dataDir: string; ownSecret: boolean };

/**
 * Copies an installation into one archive while it runs: every table of ours and the waiting jobs as they stand at one
 * moment, then the files. Writers are not held up.
 * @returns what the archive holds
 * @throws Error if the archive is there already, or a disk is full: then nothing is left
 */
export async function backup(place: Place, file: string, signal: AbortSignal): Promise<Manifest> {
  const client = new pg.Client({ connectionString: place.url, application_name: 'backup' });
  client.on('error', () => {}); // told by the query that was running
  await client.connect();
  try {
    let manifest: Manifest | undefined;
    await writeArchive(file, signal, async (packing) => {
      await client.query(plainText);
      await client.query('begin isolation level repeatable read read only');
      manifest = await fill(packing, client, place);
      await packing.add(parts.manifest, Buffer.from(JSON.stringify(manifest, null, 2)));
    });
    return manifest!;
  } finally {
    await client.end();
  }
}

async function fill(packing: Packing, client: pg.Client, { dataDir, ownSecret }: Place): Promise<Manifest> {
  const tables: Manifest['tables'] = [];
  for (const table of await tablesOf(client)) tables.push(await copyTable(packing, client, table));
  const applied = await client.query<{ name: string }>('select name from migration.kysely_migration order by name');
  const jobs = await waitingJobs(client);
  await packing.add(parts.jobs, Buffer.from(JSON.stringify(jobs)));
  const sequences = await sequencesOf(client);
  await client.query('commit');
  // After the tables: what a row of theirs names was written before it, and never changes.
  const files = await copyFiles(packing, join(dataDir, 'files'));
  const secret = join(dataDir, 'secret');
  const inside = ownSecret && existsSync(secret);
  if (inside) await packing.add(parts.secret, await readFile(secret));
  return {
    format: 1,
    version,
    migrations: applied.rows.map(({ name }) => name),
    made_at: new Date().toISOString(),
    tables,
    sequences,
    files,
    jobs: jobs.length,
    secret: inside ? 'inside' : 'environment',
  };
}

async function copyTable(packing: Packing, client: pg.Client, table: Table): Promise<Manifest['tables'][number]> {
  const hash = createHash('sha256');
  const rows = client.query(to(copyOut(table)));
  let [bytes, number, held, size] = [0, 0, [] as Buffer[], 0];
  const put = async () => {
    const whole = Buffer.concat(held);
    hash.update(whole);
    bytes += whole.length;
    [held, size] = [[], 0];
    await packing.add(parts.table(table.name, ++number), whole);
  };
  for await (const part of rows as AsyncIterable<Buffer>) {
    held.push(part);
    size += part.length;
    if (size >= piece) await put();
  }
  if (size) await put();
  await client.query(''); // the count comes after the last row
  return { ...table, rows: rows.rowCount, bytes, sha256: hash.digest('hex') };
}

/**
 * Jobs of our own that no worker has finished. The queue's tables belong to it and to its version; what was enqueued
 * with a write and not yet done is what must not be lost.
 */
async function waitingJobs(client: pg.Client): Promise<{ name: string; data: unknown }[]> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('jobs.job') is not null as there`);
  if (!rows[0]!.there) return [];
  const jobs = await client.query<{ name: string; data: unknown }>(
    `select name, data from jobs.job where state in ('created', 'retry', 'active') and name !~ '^__' order by created_on, id`,
  );
  return jobs.rows;
}

async function copyFiles(packing: Packing, folder: string): Promise<Manifest['files']> {
  let [count, bytes] = [0, 0];
  for (const home of await namesIn(folder)) {
    for (const hash of (await namesIn(join(folder, home))).filter((name) => /^[0-9a-f]{64}$/.test(name))) {
      const path = join(folder, home, hash);
      const found = await stat(path).catch(() => null);
      if (!found?.isFile()) continue; // removed meanwhile: no row of ours names it
      await packing.pour(parts.file(hash), found.size, createReadStream(path));
      count++;
      bytes += found.size;
    }
  }
  return { count, bytes };
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name !== 'incoming').toSorted();
