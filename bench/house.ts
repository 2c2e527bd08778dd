import '@hono/zod-openapi'; // teaches zod `openapi` before any schema is made, as server.ts does
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '#kernel/postgres';
import { placesIn } from '#kernel/postgres-home';
import { readConfig } from '#kernel/config';
import { contextFor, type Ctx, systemActor } from '#kernel/context';
import { leavingSignal } from '../src/leaving.ts';
import { open } from '../src/open.ts';

const root = join(import.meta.dirname, '..');

/**
 * A place for one run: a folder under var/ with a PostgreSQL of its own, gone when the run ends, fails, or is asked to
 * leave.
 */
export async function withHouse(name: string, run: (house: House) => Promise<void>): Promise<void> {
  if (!existsSync(join(root, 'build', 'handler.js'))) throw new Error('Build first: npm run build');
  const folder = join(root, 'var', `bench-${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const house = new House(folder);
  const leaving = leavingSignal();
  const left = new Promise<never>((_, fail) =>
    leaving.addEventListener('abort', () => fail(new Error('The bench was asked to leave.'))),
  );
  try {
    await Promise.race([run(house), left]);
  } finally {
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a run holds: databases and processes, closed in the opposite order. Nothing outlives it. */
export class House {
  readonly folder: string;
  readonly #closing: (() => Promise<unknown>)[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  atEnd(close: () => Promise<unknown>): void {
    this.#closing.push(close);
  }

  /** The database of this folder, migrated, without the demo; what acts in it is the product itself. */
  async open(given: { DATABASE_URL?: string; AREA?: string } = {}): Promise<Ctx> {
    const config = readConfig({ DATA_DIR: this.folder, LOG_LEVEL: 'error', ...given });
    const { runtime, close } = await open(config, { work: false });
    this.atEnd(close);
    await runtime.db
      .insertInto('kernel.setting')
      .values({ key: 'demo.none', value: 'true' })
      .onConflict((at) => at.doNothing())
      .execute();
    return contextFor(runtime, systemActor);
  }

  /** The address of this folder's PostgreSQL, started if it does not run yet. */
  async postgres(): Promise<string> {
    const { url, stop } = await startPostgres(join(this.folder, 'postgres'), { durable: !process.env.TINY });
    this.atEnd(() => stop().catch(() => {})); // whoever opened it may have stopped it already
    return url;
  }

  /** The product as it is run: its own process, from the build. */
  server(port: number): Promise<ChildProcess> {
    const env = { NODE_ENV: 'production', PORT: String(port), DATA_DIR: this.folder, LOG_LEVEL: 'error' };
    return this.process(['src/server.ts'], env, 'OpenOCOP:');
  }

  /** A Node process of ours that is ready when it prints `ready`. */
  async process(args: string[], env: Record<string, string>, ready: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.atEnd(() => ended(child));
    await new Promise<void>((done, fail) => {
      child.stdout!.on('data', (text: Buffer) => text.includes(ready) && done());
      child.on('exit', (code) => fail(new Error(`${args[0]} ended with ${code}`)));
    });
    return child;
  }

  /** Closes all, whichever part of it fails. @throws AggregateError of what failed */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    this.#closing.unshift(() => this.#stopPostgres());
    for (let close; (close = this.#closing.pop());) await close().catch((error: unknown) => failures.push(error));
    if (failures.length) throw new AggregateError(failures, failures.map(String).join('\n'));
  }

  /** Its own `stop` leaves it to whoever still uses it; in this folder, which goes now, that is only what failed to close. */
  async #stopPostgres(): Promise<void> {
    const { lock } = placesIn(join(this.folder, 'postgres'));
    if (!existsSync(lock)) return;
    try {
      process.kill(Number(readFileSync(lock, 'utf8').split('\n')[0]), 'SIGINT'); // its fast shutdown
    } catch {
      return; // it was killed, and left its lock
    }
    for (const until = Date.now() + patience; existsSync(lock);) {
      if (Date.now() > until) throw new Error(`The PostgreSQL of ${this.folder} does not stop.`);
      await pause(20);
    }
  }
}

/** How long whoever is asked to leave may take, in milliseconds. */
const patience = 15_000;

/** Asks a process to leave and waits until it has; one that does not is ended. */
export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const killing = setTimeout(() => child.kill('SIGKILL'), patience);
    child.on('exit', () => {
      clearTimeout(killing);
      done();
    });
    child.kill('SIGTERM');
  });
}

/** A port that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

export type Got = { status: number; headers: Record<string, string>; body: Buffer };

/** One GET with the body as it came over the wire. */
export const fetchRaw = (port: number, path: string, headers: Record<string, string> = {}): Promise<Got> =>
  sent(request({ port, host: '127.0.0.1', path, headers }));

/** A form as a page sends it with a script, over connections that are kept. */
export const postForm = (port: number, path: string, headers: Record<string, string>, body: string): Promise<Got> => {
  const host = `localhost:${port}`;
  const own = {
    host,
    origin: `http://${host}`,
    accept: 'application/json',
    'x-sveltekit-action': 'true',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
  };
  return sent(request({ port, host: '127.0.0.1', path, method: 'POST', headers: { ...own, ...headers } }), body);
};

const sent = (asking: ClientRequest, body?: string): Promise<Got> =>
  new Promise((done, fail) => {
    asking.on('response', (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () =>
        done({
          status: res.statusCode!,
          headers: res.headers as Record<string, string>,
          body: Buffer.concat(parts),
        }),
      );
    });
    asking.on('error', fail);
    asking.end(body);
  });
