import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { placesIn } from '#kernel/postgres-home';
import { House } from '../bench/house.ts';

/** Each bench runs whole on a tiny register, so that none rots; whether its claims hold there says nothing. */
const claims = {
  register: [
    'search as JSON: requests a second, of bare',
    'search as JSON: p99, of bare',
    'a product, not in the cache: time, of its SQL',
    'a producer, not in the cache: time, of its SQL',
    'a search, not in the cache: time, of its SQL',
    'pages, one write a second: requests a second, of bare',
    'pages, one write a second: p99, of bare',
  ],
  growth: ['100 products, of 20: fewer than 200 matches'],
  import: ['preview of the worksheet', 'entering it, of bare multi-row inserts', "others' saves meanwhile, of alone"],
  save: ['a save, of its bare statements in one transaction', 'acknowledged answers that are not stored'],
  stars: ['the slowest path', 'p99 of the paths', 'grades a second, of adding up the points'],
  start: [
    'second start to first answer',
    'idle memory of the Node process',
    'first view of the register',
    'first view of a product',
  ],
  workspace: [
    'first screen: on the wire',
    'first screen: usable after',
    'form of a contract: on the wire',
    'form of a contract: usable after',
  ],
};

test.each(Object.entries(claims))(
  'bench/%s runs to its end',
  async (name, says) => {
    const { code, out, err } = await run(`bench/${name}.ts`);
    expect([0, 2], err).toContain(code); // 2: a claim falls short
    expect(
      [...out.matchAll(/^(?:holds|SHORT) {2}(.+?) +[0-9.]+ (?:x|s|ms|MB|KB)? ?\(/gm)].map(([, one]) => one),
    ).toEqual(says);
  },
  120_000,
);

test('a bench that fails leaves nothing behind, whatever of it cannot be closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const house = new House(folder);
  const url = await house.postgres();
  const forgotten = new pg.Client(url);
  forgotten.on('error', () => {});
  await forgotten.connect();
  const child = await house.process(['-e', "console.log('ready'); setInterval(() => {}, 1000)"], {}, 'ready');
  house.atEnd(() => Promise.reject(new Error('does not close')));
  await expect(house.close()).rejects.toThrow('does not close');
  expect(child.signalCode).toBe('SIGTERM');
  expect(existsSync(placesIn(join(folder, 'postgres')).lock)).toBe(false);
  rmSync(folder, { recursive: true });
}, 120_000);

function run(program: string): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [program], {
    cwd: join(import.meta.dirname, '..'),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TINY: '1' },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}
