import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
const home = join(folder, 'home');
const lock = join(home, 'data', 'postmaster.pid');
const pidOf = () => Number(readFileSync(lock, 'utf8').split('\n')[0]);

afterAll(() => {
  if (existsSync(lock) && running(pidOf())) process.kill(pidOf(), 'SIGQUIT');
  rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ n: unknown }>(text);
  await client.end();
  return rows.map(({ n }) => n);
}

const gone = (pid: number) => expect.poll(() => running(pid), { timeout: 10_000 }).toBe(false);

function running(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Another process that starts PostgreSQL at `home`, at the head of a group of its own. */
function caller(): ChildProcess {
  const text = `import { startPostgres } from './src/kernel/postgres.ts'; await startPostgres(process.argv[1]);`;
  return spawn(process.execPath, ['--input-type=module', '-e', text, home], { detached: true, stdio: 'ignore' });
}

test('what was half made when its maker was killed is cleared away, not taken for a database', async () => {
  const maker = caller();
  const draft = `${home}.${maker.pid}`;
  await expect.poll(() => existsSync(join(draft, 'data', 'base')), { timeout: 10_000, interval: 5 }).toBe(true);
  process.kill(-maker.pid!, 'SIGKILL');
  await gone(maker.pid!);
  expect(existsSync(home)).toBe(false);
  const { url, stop } = await startPostgres(home);
  expect(await ask(url, 'select 1 as n')).toEqual([1]);
  expect(readdirSync(folder)).toEqual(['home']);
  await stop();
});

test('a second caller joins; whoever leaves last stops it', async () => {
  const [first, second] = await Promise.all([startPostgres(home), startPostgres(home)]);
  expect(second.url).toBe(first.url);
  await ask(first.url, 'create table kept (n int)');
  await ask(first.url, 'insert into kept values (1)');
  const staying = new pg.Client(first.url);
  await staying.connect();
  await second.stop();
  expect(await ask(first.url, 'select n from kept')).toEqual([1]);
  const pid = pidOf();
  await staying.end();
  await Promise.all([first.stop(), second.stop()]); // of two who leave at once neither waits for the other
  await gone(pid);
  expect(existsSync(lock)).toBe(false);
});

test('after kill -9 of the server with all its processes the next start finds what was committed', async () => {
  const { url, stop } = await startPostgres(home);
  await ask(url, 'insert into kept values (2)');
  const pid = pidOf();
  process.kill(-pid, 'SIGKILL');
  await gone(pid);
  await stop(); // nothing is left to stop, and that is no error
  const again = await startPostgres(home);
  expect(await ask(again.url, 'select n from kept order by n')).toEqual([1, 2]);
  await again.stop();
});

test('killed while somebody uses it, it starts again at the same address', async () => {
  const { url, stop } = await startPostgres(home);
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const pid = pidOf();
    process.kill(pid, signal);
    await gone(pid);
    await expect.poll(() => ask(url, 'select 1 as n').catch(() => []), { timeout: 30_000 }).toEqual([1]);
    expect(pidOf()).not.toBe(pid);
  }
  await stop();
  expect(existsSync(lock)).toBe(false);
}, 60_000);

test('after kill -9 of its caller the next one joins it', async () => {
  const killed = caller();
  await expect
    .poll(() => existsSync(lock) && readFileSync(lock, 'utf8').includes('ready'), { timeout: 20_000 })
    .toBe(true);
  process.kill(killed.pid!, 'SIGKILL');
  const pid = pidOf();
  const { url, stop } = await startPostgres(home);
  expect([pidOf(), await ask(url, 'select count(*)::int as n from kept')]).toEqual([pid, [2]]);
  await stop();
  await gone(pid);
});

test('a lock whose process number another program has by now does not keep it from starting', async () => {
  writeFileSync(lock, [process.pid, join(home, 'data'), '0', '1', '', '127.0.0.1', ''].join('\n'));
  const { url, stop } = await startPostgres(home);
  expect(await ask(url, 'select 1 as n')).toEqual([1]);
  await stop();
});

test('a lock whose process number another PostgreSQL has by now does neither', async () => {
  const elsewhere = join(folder, 'elsewhere');
  const other = await startPostgres(elsewhere, { durable: false });
  const [pid] = readFileSync(join(elsewhere, 'data', 'postmaster.pid'), 'utf8').split('\n');
  writeFileSync(lock, [pid, join(home, 'data'), '0', '1', '', '127.0.0.1', ''].join('\n'));
  const { url, stop } = await startPostgres(home);
  expect(await ask(url, 'select count(*)::int as n from kept')).toEqual([2]);
  await stop();
  await other.stop();
});

test('a folder that holds something else is left alone, with a sentence', async () => {
  const stranger = join(folder, 'photographs');
  mkdirSync(stranger);
  writeFileSync(join(stranger, 'one.jpg'), '');
  await expect(startPostgres(stranger)).rejects.toThrow(/photographs holds something else than a database of OpenOCOP/);
  expect(readdirSync(stranger)).toEqual(['one.jpg']);
});

test('one that cannot start says where the reason stands', async () => {
  appendFileSync(join(home, 'data', 'postgresql.conf'), 'no_such_setting = 1\n');
  await expect(startPostgres(home)).rejects.toThrow(`PostgreSQL did not start; ${join(home, 'log')} says why.`);
  expect(readFileSync(join(home, 'log'), 'utf8')).toContain('no_such_setting');
});
