import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Account } from './postgres-account.ts';

/** The folder of our own PostgreSQL: `data/`, the log of the server, and the password of its one user. */
export const placesIn = (home: string) => ({
  data: join(home, 'data'),
  lock: join(home, 'data', 'postmaster.pid'),
  log: join(home, 'log'),
  password: join(home, 'password'),
});

/**
 * Makes the folder if there is none: beside its place, and moved there whole, so that one that is half made is never
 * taken for a database. Of two who make it at once, one moves its own there and both use that.
 * @throws Error if something else stands there, or naming the log file if the database cannot be made
 */
export async function makeHome(home: string, initdb: string, account: Account, durable: boolean): Promise<void> {
  if (isThere(home)) return;
  clearDrafts(home);
  const draft = `${home}.${process.pid}`;
  const { data, password } = placesIn(draft);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  account.own(draft, password);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const ctype = `--lc-ctype=${process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8'}`;
  const args = ['-D', data, '-U', 'app', '--auth=scram-sha-256', `--pwfile=${password}`, ...locale, ctype];
  try {
    await account.run(initdb, [...args, ...(durable ? [] : ['--no-sync'])], { cwd: draft });
  } catch (error) {
    writeFileSync(`${home}.log`, String(error));
    throw new Error(`PostgreSQL could not make its folder ${home}; ${home}.log says why.`, { cause: error });
  }
  try {
    renameSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!isThere(home)) throw error; // else somebody else was first
  }
}

function isThere(home: string): boolean {
  if (!existsSync(home) || !readdirSync(home).length) return false;
  const { data, password } = placesIn(home);
  if (existsSync(join(data, 'PG_VERSION')) && existsSync(password)) return true;
  throw new Error(`${home} holds something else than a database of OpenOCOP. Move it away, or give another DATA_DIR.`);
}

/** Removes what others left who were killed while they made it. */
function clearDrafts(home: string): void {
  const parent = dirname(home);
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const pid = name.startsWith(`${basename(home)}.`) ? name.slice(basename(home).length + 1) : '';
    if (!/^[0-9]+$/.test(pid) || lives(Number(pid))) continue;
    try {
      rmSync(join(parent, name), { recursive: true });
    } catch {
      // its initdb outlived its caller and still writes there; the next start finds it finished
    }
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The address of the server whose lock file stands there; it may be gone. @throws Error if there is no such file */
export function addressOf(home: string): string {
  const { lock, password } = placesIn(home);
  const port = readFileSync(lock, 'utf8').split('\n')[3];
  return `postgres://app:${readFileSync(password, 'utf8')}@127.0.0.1:${port}/postgres`;
}

/** True if the process that the lock file names is there, be it ours or a stranger's. */
export function isRunning(home: string): boolean {
  try {
    return lives(Number(readFileSync(placesIn(home).lock, 'utf8').split('\n')[0]));
  } catch {
    return false; // no lock file, or one that is just being written or removed
  }
}

/**
 * Removes a lock file left by a killed server whose process number another program has by now (after a restart of a
 * container that is common): PostgreSQL would take that program for itself and never start.
 */
export function forgetStranger(home: string): void {
  const { data, lock } = placesIn(home);
  try {
    const [pid = ''] = readFileSync(lock, 'utf8').split('\n');
    const isOurs = readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres') && worksIn(pid) !== false;
    if (!isOurs) rmSync(lock);
  } catch {
    // no lock, no such process, or no /proc: PostgreSQL finds out by itself
  }

  /** PostgreSQL works in its data folder. Undefined if we may not look. */
  function worksIn(pid: string): boolean | undefined {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    } catch {
      return undefined;
    }
  }
}
