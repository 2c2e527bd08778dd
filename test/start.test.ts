import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startPostgres } from '#kernel/postgres';
import { addressOf } from '#kernel/postgres-home';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'start-'));
const data = join(folder, 'data');
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

type Env = Record<string, string>;

/** Runs one of our programs to its end. */
async function run(program: string, args: string[], env: Env) {
  const child = start(program, args, env);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, out: child.said.out, err: child.said.err };
}

type Child = ChildProcess & { said: { out: string; err: string } };

function start(program: string, args: string[], env: Env): Child {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'error', ...env },
  });
  children.add(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  return Object.assign(child, { said });
}

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

/** The built server (`npm run build` comes first in the run of all tests). */
async function serve(env: Env): Promise<{ child: Child; api: string }> {
  const port = await freePort();
  const child = start('src/server.ts', [], { NODE_ENV: 'production', DATA_DIR: data, PORT: String(port), ...env });
  const api = `http://127.0.0.1:${port}/api`;
  await expect
    .poll(
      async () => {
        if (child.exitCode !== null) throw new Error(child.said.err);
        return (await fetch(`${api}/health`).catch(() => null))?.status;
      },
      { timeout: 60_000, interval: 100 },
    )
    .toBe(200);
  return { child, api };
}

const ended = (child: ChildProcess) => new Promise<number | null>((done) => child.on('close', done));
const lock = join(data, 'postgres', 'data', 'postmaster.pid');

async function query(text: string, place = data): Promise<unknown[]> {
  const client = new pg.Client(addressOf(join(place, 'postgres')));
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

test('bad values end with a readable list that tells no secret', async () => {
  const { code, err } = await run('src/server.ts', [], { PORT: '70000', AREA: 'xx', SECRET: 'short', DATA_DIR: data });
  expect(code).toBe(1);
  expect(err).toBe(
    [
      'The configuration has 3 bad values:',
      '  PORT: must be 1 to 65535 (it is "70000")',
      '  SECRET: must have 32 characters or more (it is "…")',
      '  AREA: must be the two digits of a province, or VN (it is "xx")',
      '',
    ].join('\n'),
  );
});

test('a folder that cannot be written and a taken port are each a sentence', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const unwritable = await run('src/server.ts', [], { DATA_DIR: file });
  expect([unwritable.code, unwritable.err]).toEqual([
    1,
    expect.stringMatching(/^The data folder .* cannot be written\./),
  ]);
  const busy = createServer();
  await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done));
  const { port } = busy.address() as { port: number };
  const taken = await run('src/server.ts', [], { DATA_DIR: data, PORT: String(port) });
  expect([taken.code, taken.err]).toEqual([1, expect.stringContaining(`Port ${port} is taken by another program.`)]);
  expect(existsSync(data)).toBe(false); // nothing was made for nothing
  expect(taken.err).not.toContain('    at ');
  busy.close();
});

test('the first start loads the demo, for this machine alone; what was acknowledged outlives kill -9; Ctrl-C stops all of it', async () => {
  const first = await serve({ HOST: '127.0.0.1' });
  await expect.poll(() => first.child.said.out).toContain('province_officer');
  const { total } = (await (await fetch(`${first.api}/v1/products`)).json()) as { total: number };
  expect(total).toBe(88);
  await query(`insert into kernel.setting values ('test.kept', '1')`);
  first.child.kill('SIGKILL');
  await ended(first.child);

  const second = await serve({});
  expect(await query(`select value from kernel.setting where key = 'test.kept'`)).toEqual([{ value: 1 }]);
  expect(((await (await fetch(`${second.api}/v1/products`)).json()) as { total: number }).total).toBe(88);

  const third = await serve({ JOBS: 'none' }); // a second process on the same database
  expect(((await (await fetch(`${third.api}/v1/products`)).json()) as { total: number }).total).toBe(88);
  third.child.kill('SIGINT');
  expect(await ended(third.child)).toBe(0);
  expect(existsSync(lock)).toBe(true); // the second server still uses it
  second.child.kill('SIGINT');
  expect(await ended(second.child)).toBe(0);
  expect(existsSync(lock)).toBe(false);

  // Its password stands in the sources: to others it is not opened.
  const open = { DATA_DIR: data, HOST: '0.0.0.0', PORT: String(await freePort()) };
  const { code, err } = await run('src/server.ts', [], open);
  expect([code, err]).toEqual([1, expect.stringMatching(/whose password everybody knows.* DATA_DIR .*cli -- seed/)]);
  expect(existsSync(lock)).toBe(false);
}, 120_000);

test('a demo with a password of its own may be heard by others, and no other password is told', async () => {
  const own = { DATA_DIR: join(folder, 'own') };
  const seeded = await run('src/cli.ts', ['seed'], own);
  const password = /password (\S+)/.exec(seeded.out)![1]!;
  for (const HOST of ['0.0.0.0', '127.0.0.1']) {
    const { child } = await serve({ ...own, HOST });
    await expect.poll(() => child.said.out).toContain('OpenOCOP: http://localhost:');
    if (HOST === '0.0.0.0') expect(child.said.out).toContain('PUBLIC_URL');
    else expect(child.said.out).toContain('with the password that "npm run cli -- seed" printed');
    expect(child.said.out).not.toMatch(new RegExp(`minh hoa ocop|${password}`));
    child.kill('SIGINT');
    expect(await ended(child)).toBe(0);
  }
}, 120_000);

test('a database that is killed comes back, and the server with it', async () => {
  const { child, api } = await serve({});
  const status = async (path: string) => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${child.said.err}`);
    return (await fetch(`${api}/${path}`)).status;
  };
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
    process.kill(pid, signal);
    await expect.poll(() => status('health'), { timeout: 10_000, interval: 20 }).toBe(500);
    await expect.poll(() => status('health'), { timeout: 30_000 }).toBe(200);
    expect([await status('v1/products'), child.exitCode]).toEqual([200, null]);
  }
  child.kill('SIGINT');
  expect(await ended(child)).toBe(0);
  expect(existsSync(lock)).toBe(false);
}, 120_000);

test('Ctrl-C while it starts, and a start that fails, leave no PostgreSQL behind', async () => {
  const place = join(folder, 'early');
  const pid = join(place, 'postgres', 'data', 'postmaster.pid');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const child = start('src/server.ts', [], { DATA_DIR: place, PORT: String(await freePort()) });
    await expect.poll(() => existsSync(pid), { timeout: 60_000, interval: 5 }).toBe(true);
    child.kill(signal);
    expect([await ended(child), child.said.out, existsSync(pid)], child.said.err).toEqual([0, '', false]);
  }
  const postgres = await startPostgres(join(place, 'postgres'));
  await query(
    `create schema if not exists migration; drop table if exists migration.kysely_migration cascade;
    create table migration.kysely_migration (name text, timestamp text); insert into migration.kysely_migration values ('9999_future', '')`,
    place,
  );
  await postgres.stop();
  const failed = await run('src/server.ts', [], { DATA_DIR: place, PORT: String(await freePort()) });
  expect([failed.code, failed.err, existsSync(pid)]).toEqual([1, expect.stringContaining('newer'), false]);
}, 120_000);

test('no request line ends the process', async () => {
  const { child, api } = await serve({ DATA_DIR: join(folder, 'bare'), HOST: '0.0.0.0' });
  const port = Number(new URL(api).port);
  const lines = [
    'http://elsewhere.example/products',
    '@elsewhere.example/',
    '*',
    '//elsewhere.example/',
    '/\\\\x',
    'http://[',
  ];
  const answers = await Promise.all(lines.map((line) => rawStatus(port, `GET ${line} HTTP/1.1`)));
  expect(answers).toEqual(lines.map(() => expect.stringContaining(' 400 ')));
  expect(await rawStatus(port, 'OPTIONS * HTTP/1.1')).toContain(' 400 ');
  expect(await rawStatus(port, 'GET /a%00b%ff HTTP/1.1')).toMatch(/ 4\d\d /);
  expect((await fetch(`${api}/health`)).status).toBe(200);
  child.kill('SIGINT');
  expect(await ended(child)).toBe(0);
}, 120_000);

test('an upload that breaks off is no error of ours, and what a page shows is told to nobody', async () => {
  const { child, api } = await serve({ DATA_DIR: join(folder, 'bare'), HOST: '0.0.0.0' });
  const port = Number(new URL(api).port);
  const part = `Host: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nContent-Length: 100000\r\n`;
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    await breakOff(port, `POST /sign-in HTTP/1.1\r\n${part}Content-Type: ${type}\r\n\r\nlogin=a`);
  await breakOff(
    port,
    `POST /api/v1/score-sheets/II-01/grade HTTP/1.1\r\n${part}Content-Type: application/json\r\n\r\n{"answers`,
  );
  const home = new URL('/', api);
  for (const cookie of ['', 'ocop.session_token=false']) {
    const answer = await fetch(home, { headers: { cookie } });
    expect([answer.status, answer.headers.get('cache-tags')]).toEqual([200, null]);
    expect(answer.headers.get('cache-control')).toBe(cookie ? 'private, no-store' : 'public, max-age=0, s-maxage=60');
  }
  const link = await fetch(new URL('/link/x', api));
  expect([link.status, link.headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
  expect((await fetch(`${api}/metrics`)).status).toBe(404); // no token was given, and others can hear this server
  const missing = await fetch(new URL('/nothing/here', api));
  expect([missing.status, missing.headers.get('x-frame-options')]).toEqual([404, 'DENY']);
  expect(await missing.text()).toContain('<!doctype html>');
  child.kill('SIGINT');
  expect(await ended(child)).toBe(0);
  expect(child.said.err).toBe('');
}, 120_000);

/** Sends the beginning of a request, waits until the server has begun on it, and is gone. */
async function breakOff(port: number, text: string) {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((done) => socket.write(text, () => done()));
  for (let i = 0; i < 3; i++) await fetch(`http://127.0.0.1:${port}/api/health`); // time in which it is read
  socket.destroy();
  for (let i = 0; i < 3; i++) await fetch(`http://127.0.0.1:${port}/api/health`);
}

/** The status line of an answer to a request line that no client library would send. */
const rawStatus = (port: number, line: string) =>
  new Promise<string>((done, fail) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`));
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('close', () => done(text.split('\r\n')[0]!));
    socket.on('error', fail);
  });

test('the command line opens the first administrator; a bare start stays bare', async () => {
  const bare = { DATA_DIR: join(folder, 'bare') };
  const seeded = await run('src/cli.ts', ['seed', '--empty'], bare);
  expect([seeded.code, seeded.out]).toEqual([0, expect.stringContaining('starts bare')]);
  const wrong = await run('src/cli.ts', ['create-admin', 'Trần Quản Trị', 'khong phai'], bare);
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('login:')]);
  expect(wrong.err).not.toContain('marked fields');
  const server = await serve(bare);
  await expect.poll(() => server.child.said.out).toContain('cli -- create-admin');
  const pages = async () =>
    Promise.all(['/', '/sign-in'].map(async (path) => (await fetch(new URL(path, server.api))).text()));
  for (const page of await pages()) expect(page).toContain('create-admin');
  // The link is that of the server, wherever it listens; PUBLIC_URL given to the command line goes before.
  const made = await run('src/cli.ts', ['create-admin', 'Trần Quản Trị', '0912345678'], bare);
  const { port } = new URL(server.api);
  expect([made.code, made.out]).toEqual([
    0,
    expect.stringMatching(new RegExp(`works once:\nhttp://localhost:${port}/link/\\S{32}\n$`)),
  ]);
  const address = { PUBLIC_URL: 'https://ocop.example.vn' };
  const another = await run('src/cli.ts', ['create-admin', 'Trần Quản Trị', '0912345679'], { ...bare, ...address });
  expect(another.out).toContain('https://ocop.example.vn/link/');
  await expect.poll(async () => (await pages()).join('')).not.toContain('create-admin');
  expect(((await (await fetch(`${server.api}/v1/products`)).json()) as { total: number }).total).toBe(0);
  expect(server.child.said.out).not.toContain('Demo accounts');
  server.child.kill('SIGTERM');
  expect(await ended(server.child)).toBe(0);
}, 120_000);

test('the command line tells its commands; a province that is none and a database out of reach are sentences', async () => {
  const help = await run('src/cli.ts', ['--help'], {});
  expect([help.code, help.out, help.err]).toEqual([0, expect.stringContaining('create-admin NAME'), '']);
  expect((await run('src/cli.ts', ['nonsense'], {})).code).toBe(1);
  const nowhere = await run('src/cli.ts', ['migrate'], { DATA_DIR: join(folder, 'bare'), AREA: '99' });
  expect([nowhere.code, nowhere.err]).toEqual([
    1,
    expect.stringMatching(/^AREA=99: there is no such province today\..*\n$/),
  ]);
  const far = await run('src/server.ts', [], {
    DATA_DIR: join(folder, 'bare'),
    PORT: String(await freePort()),
    DATABASE_URL: 'postgres://ocop:mat-khau@127.0.0.1:1/ocop',
  });
  expect([far.code, far.err]).toEqual([
    1,
    'The database at 127.0.0.1:1/ocop cannot be reached (nobody listens there). Check DATABASE_URL, or leave it out for the embedded one.\n',
  ]);
}, 120_000);

test('the demo never loads by itself where others can hear it', async () => {
  const open = await serve({ DATA_DIR: join(folder, 'open'), HOST: '0.0.0.0' });
  expect(((await (await fetch(`${open.api}/v1/products`)).json()) as { total: number }).total).toBe(0);
  open.child.kill('SIGINT');
  expect(await ended(open.child)).toBe(0);
}, 120_000);

test('a database newer than the code is refused with a sentence', async () => {
  const postgres = await startPostgres(join(data, 'postgres'));
  const client = new pg.Client(postgres.url); // whoever uses it stays connected: else the refused server is the last, and stops it
  await client.connect();
  await client.query(`insert into migration.kysely_migration (name, timestamp) values ('9999_future', '2099')`);
  const { code, err } = await run('src/server.ts', [], { DATA_DIR: data, PORT: String(await freePort()) });
  expect([code, err]).toEqual([
    1,
    expect.stringContaining('The database is newer than this version of OpenOCOP (it has 9999_future)'),
  ]);
  expect(err).not.toContain('    at ');
  await client.end();
  await postgres.stop();
}, 60_000);
