import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, expect, inject, onTestFinished, test } from 'vitest';
import { openAccount } from '#domain/identity/accounts';
import { type Db, openDb } from '#kernel/db';
import { sealEvents } from '#kernel/seal';
import { verifyLog } from '#kernel/verify-log';
import { freshDatabase } from '../../../test/database.ts';
import { systemCtx } from '../../../test/makers/context.ts';
import { appliedMigrations, migrate } from '../migrate.ts';
import { newId } from '../ids.ts';
import type { Job } from './manifest.ts';
import { restore, type Target } from './restore.ts';
import { tablesOf } from './tables.ts';
import { backup } from './write.ts';

const folder = mkdtempSync(join(tmpdir(), 'backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const going = new AbortController().signal;
let made = 0;
const place = () => join(folder, String(++made));

/** An installation with something in it: people, events with their seals, files, a secret. */
async function installation() {
  const { db, url } = await freshDatabase();
  const dataDir = place();
  const ctx = systemCtx(db);
  for (let n = 0; n < 5; n++) await openAccount(ctx, { name: `Người \\thử\t${n}\n"ờ"`, login: `thu${n}@example.vn` });
  await sealEvents(ctx);
  await openAccount(ctx, { name: 'Sau niêm phong', login: '0912345678' });
  for (const bytes of ['một tệp', '', 'x'.repeat(300_000)]) {
    const hash = createHash('sha256').update(bytes).digest('hex');
    mkdirSync(join(dataDir, 'files', hash.slice(0, 2)), { recursive: true });
    writeFileSync(join(dataDir, 'files', hash.slice(0, 2), hash), bytes);
  }
  mkdirSync(join(dataDir, 'files', 'incoming'), { recursive: true });
  writeFileSync(join(dataDir, 'files', 'incoming', 'half.staged'), 'half');
  writeFileSync(join(dataDir, 'secret'), 'the secret of the old one');
  return { db, url, dataDir, ownSecret: true };
}

/** A database on the same server that nobody has migrated, owned by somebody who is no superuser. */
async function newDatabase(): Promise<Target & { jobs: Job[] }> {
  const admin = new pg.Client(inject('server'));
  await admin.connect();
  const name = `copy_${process.pid}_new_${++made}`;
  await admin.query(`create role ${name} login password 'x'; `);
  await admin.query(`create database ${name} owner ${name}`);
  const url = Object.assign(new URL(inject('server')), { pathname: name, username: name, password: 'x' }).href;
  const { db } = openDb(url);
  onTestFinished(async () => {
    await db.destroy();
    await admin.query(`drop database ${name} with (force)`);
    await admin.query(`drop role ${name}`);
    await admin.end();
  });
  const jobs: Job[] = [];
  return { url, db, dataDir: place(), ownSecret: true, jobs, enqueue: async (_, job) => jobs.push(job) };
}

/** A fingerprint of every row of every table. */
async function contents(url: string): Promise<Record<string, string>> {
  const client = new pg.Client(url);
  await client.connect();
  const found: Record<string, string> = {};
  for (const { name } of await tablesOf(client)) {
    const { rows } = await client.query<{ print: string }>(
      `select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) as print from ${name} t`,
    );
    found[name] = rows[0]!.print;
  }
  await client.end();
  return found;
}

const rules = async (db: Db) =>
  (
    await sql`select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as rule, convalidated from pg_constraint
      where connamespace::regnamespace::text in ('kernel', 'areas', 'identity', 'producers', 'criteria', 'products') order by 1, 2
    `.execute(db)
  ).rows;

const triggersOff = async (db: Db) =>
  (await sql`select from pg_trigger where tgenabled <> 'O'`.execute(db)).rows.length;

const filesIn = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('incoming'))
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
  );

test('everything comes back in a new database of an owner who is no superuser: rows, rules, files, secret, the sealed log', async () => {
  const old = await installation();
  const file = place();
  const manifest = await backup(old, file, going);
  expect(manifest).toMatchObject({ secret: 'inside', files: { count: 3 } });
  const target = await newDatabase();
  await restore(target, file);
  expect(await contents(target.url)).toEqual(await contents(old.url));
  expect(await rules(target.db)).toEqual(await rules(old.db));
  expect(await triggersOff(target.db)).toBe(0);
  expect(await appliedMigrations(target.db)).toEqual(await appliedMigrations(old.db));
  expect(filesIn(target.dataDir)).toEqual(filesIn(old.dataDir));
  expect(await verifyLog(systemCtx(target.db))).toMatchObject({ sealed: 5, waiting: 1, difference: null });
  await openAccount(systemCtx(target.db), { name: 'Người mới', login: 'moi@example.vn' });
});

test('a migrated database that holds only official data takes it; one where somebody wrote refuses', async () => {
  const old = await installation();
  const file = place();
  await backup(old, file, going);
  const target = await newDatabase();
  await migrate(target.db);
  await restore(target, file);
  const before = await contents(target.url);
  await expect(restore(target, file)).rejects.toThrow('This database is in use');
  expect(await contents(target.url)).toEqual(before);
});

test('tables whose rows name each other in a circle, sequences and computed columns come back', async () => {
  const old = await installation();
  const shape = sql`
    create table products.egg (id int generated always as identity primary key, hen int, twice int generated always as (hen * 2) stored);
    create table products.hen (id serial primary key, egg int references products.egg (id));
    alter table products.egg add constraint laid foreign key (hen) references products.hen (id)`;
  await shape.execute(old.db);
  await sql`insert into products.hen (egg) values (null), (null); insert into products.egg (hen) values (2), (1); update products.hen set egg = id`.execute(
    old.db,
  );
  const file = place();
  await backup(old, file, going);
  const target = await newDatabase();
  await migrate(target.db);
  await shape.execute(target.db);
  await restore(target, file);
  expect(await contents(target.url)).toEqual(await contents(old.url));
  await sql`insert into products.egg (hen) values (1)`.execute(target.db);
  expect((await sql`select max(id) as last from products.egg`.execute(target.db)).rows).toEqual([{ last: 3 }]);
  await expect(sql`insert into products.egg (hen) values (9)`.execute(target.db)).rejects.toThrow('laid');
});

test('while others write, the archive holds one moment: what was written together is there together', async () => {
  const old = await installation();
  const target = await newDatabase();
  const stopping = new AbortController();
  let written = 0;
  const writing = (async () => {
    for (; !stopping.signal.aborted; written++)
      await openAccount(systemCtx(old.db), { name: 'Đồng thời', login: `${newId()}@example.vn` });
  })();
  await expect.poll(() => written).toBeGreaterThan(5);
  const file = place();
  await backup(old, file, going);
  const during = written;
  stopping.abort();
  await writing;
  await restore(target, file);
  const { rows } = await sql<{ people: number; events: number; links: number; waiting: number }>`
    select (select count(*)::int from identity.person) as people, (select count(*)::int from kernel.event) as events,
      (select count(*)::int from identity.one_time_link) as links, (select count(*)::int from kernel.unsealed) + 5 as waiting`.execute(
    target.db,
  );
  const { people, events, links, waiting } = rows[0]!;
  expect([events, links, waiting]).toEqual([people, people, people]);
  expect(people).toBeLessThanOrEqual(during + 7);
});

test('an archive that is cut or damaged anywhere is refused before anything is written', async () => {
  const old = await installation();
  const file = place();
  await backup(old, file, going);
  const whole = readFileSync(file);
  const target = await newDatabase();
  const broken = {
    'half of it': whole.subarray(0, whole.length >> 1),
    'all but its end': whole.subarray(0, -100),
    nothing: Buffer.alloc(0),
    'one bit': Buffer.from(whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte))),
    'another file': Buffer.from('PK not an archive at all'),
  };
  for (const [what, bytes] of Object.entries(broken)) {
    const copy = place();
    writeFileSync(copy, bytes);
    await expect(restore(target, copy), what).rejects.toThrow(/cut or damaged/);
  }
  expect(await appliedMigrations(target.db)).toEqual([]);
  expect(existsSync(target.dataDir)).toBe(false);
  await expect(restore(target, join(folder, 'none'))).rejects.toThrow('There is no file');
});

test('a backup never takes the place of another, and one that fails leaves nothing', async () => {
  const old = await installation();
  const file = place();
  writeFileSync(file, 'yesterday');
  await expect(backup(old, file, going)).rejects.toThrow('is there already');
  expect(readFileSync(file, 'utf8')).toBe('yesterday');
  const nowhere = join(folder, 'no such folder', 'x');
  await expect(backup(old, nowhere, going)).rejects.toThrow('ENOENT');
  await expect(backup(old, place(), AbortSignal.abort())).rejects.toThrow('aborted');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('a database ahead of the archive, and an archive ahead of the code, are refused with a sentence', async () => {
  const old = await installation();
  const target = await newDatabase();
  await migrate(target.db);
  const newest = (await appliedMigrations(old.db)).at(-1)!;
  await sql`delete from migration.kysely_migration where name = ${newest}`.execute(old.db);
  const older = place();
  await backup(old, older, going);
  await expect(restore(target, older)).rejects.toThrow('The database is ahead of the backup');
  await sql`insert into migration.kysely_migration values ('9999_tomorrow', '2030-01-01')`.execute(old.db);
  const newer = place();
  await backup(old, newer, going);
  await expect(restore(target, newer)).rejects.toThrow('was made by a newer version');
});

/** Runs a line of code in a process of its own and kills it as soon as `when` is true. */
async function killed(code: string, when: () => boolean | Promise<boolean>) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' });
  await expect.poll(when, { timeout: 15_000, interval: 2 }).toBe(true);
  child.kill('SIGKILL');
  await new Promise((done) => child.on('close', done));
}

test('kill -9 in the middle leaves no half archive under its name, and no half restore', async () => {
  const old = await installation();
  await sql`create table products.big as select n, repeat(md5(n::text), 20) as words from generate_series(1, 60000) n`.execute(
    old.db,
  );
  const file = place();
  const writing = `import { backup } from './src/kernel/backup/write.ts';
    await backup(${JSON.stringify({ ...old, db: undefined })}, ${JSON.stringify(file)}, new AbortController().signal)`;
  await killed(writing, () => existsSync(`${file}.part`));
  expect(existsSync(file)).toBe(false);
  await backup(old, file, going); // what the killed one left is in nobody's way

  const target = await newDatabase();
  await migrate(target.db);
  await sql`create table products.big (n int, words text)`.execute(target.db);
  const before = await contents(target.url);
  const { url, dataDir } = target;
  const reading = `import { restore } from './src/kernel/backup/restore.ts'; import { openDb } from './src/kernel/db.ts';
    const { db } = openDb(${JSON.stringify(url)});
    await restore({ url: ${JSON.stringify(url)}, db, dataDir: ${JSON.stringify(dataDir)}, ownSecret: true, enqueue: async () => {} }, ${JSON.stringify(file)})`;
  await killed(reading, async () => {
    const { rows } =
      await sql`select from pg_stat_activity where application_name = 'restore' and datname = current_database()
      and query ilike 'copy %'`.execute(target.db);
    return rows.length > 0;
  });
  await expect.poll(() => contents(url), { timeout: 10_000 }).toEqual(before);
  await restore(target, file);
  expect(await contents(url)).toEqual(await contents(old.url));
}, 60_000);
