import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const home = join(folder, 'home');
const lock = join(home, 'data', 'postmaster.pid');
const pidOf = () => Number(readFileSync(lock, 'utf8').split('\n')[0]);

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ n: unknown }>(text);
  await client.end();
  return rows.map(({ n }) => n);
}

async function gone(pid: number): Promise<void> {
  await expect.poll(() => running(pid), { timeout: 10_000 }).toBe(false);
}

function running(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a second caller joins; whoever leaves last stops it', async () => {
  const first = await startPostgres(home);
  await ask(first.url, 'create table kept (n int)');
  await ask(first.url, 'insert into kept values (1)');
  const second = await startPostgres(home);
  expect(second.url).toBe(first.url);
  const staying = new pg.Client(first.url);
  await staying.connect();
  await second.stop();
  expect(await ask(first.url, 'select n from kept')).toEqual([1]);
  const pid = pidOf();
  await staying.end();
  await first.stop();
  await gone(pid);
});

test('after kill -9 the next start finds what was committed', async () => {
  const { url } = await startPostgres(home);
  await ask(url, 'insert into kept values (2)');
  const pid = pidOf();
  process.kill(pid, 'SIGKILL');
  await gone(pid);
  const again = await startPostgres(home);
  expect(await ask(again.url, 'select n from kept order by n')).toEqual([1, 2]);
  await again.stop();
});

test('a lock whose process number another program has by now does not keep it from starting', async () => {
  writeFileSync(lock, [process.pid, join(home, 'data'), '0', '1', '', '127.0.0.1', ''].join('\n'));
  const { url, stop } = await startPostgres(home);
  expect(await ask(url, 'select 1 as n')).toEqual([1]);
  await stop();
});
