import { execFileSync } from 'node:child_process';
import pg from 'pg';
import { openDb } from '#kernel/db';
import { migrate } from '#kernel/migrate';
import { startPostgres } from '#kernel/postgres';

// Row types of the migrated database -> src/kernel/tables.ts; with --verify it only compares and fails when they differ.
const verify = process.argv.includes('--verify');
const name = `tables_${process.pid}`;
const server = await startPostgres('var/test-postgres', { durable: false });
const admin = new pg.Client(server.url);
await admin.connect();
await admin.query(`create database ${name}`);
const url = Object.assign(new URL(server.url), { pathname: name }).href;
try {
  const { db } = openDb(url);
  await migrate(db);
  await db.destroy();
  const options = [
    '--dialect',
    'postgres',
    '--url',
    url,
    '--out-file',
    'src/kernel/tables.ts',
    '--date-parser',
    'string',
    '--log-level',
    'error',
  ];
  const shape = ['--exclude-pattern', '(migration|jobs|public).*', '--type-mapping', '{"int8":"number"}'];
  execFileSync('kysely-codegen', [...options, ...shape, ...(verify ? ['--verify'] : [])], { stdio: 'inherit' });
} catch {
  process.exitCode = 1;
} finally {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
  await server.stop();
}
