import { execFile, execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** How PostgreSQL's programs are run here, and who must own what they touch. */
export type Account = {
  run(file: string, args: readonly string[], options: object): Promise<{ stdout: string }>;
  own(...paths: string[]): void;
};

const asOneself: Account = { run: (file, args, options) => exec(file, args, options), own() {} };

/**
 * PostgreSQL refuses to run as root. Where the kernel allows it, root runs it in a user namespace: there it is somebody
 * else and still root for the files. Elsewhere it runs as the account `postgres` or `nobody`.
 * @throws Error if root is alone on this machine
 */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return asOneself;
  const mask = ['--user', '--map-user=65534', '--map-group=65534', '--'];
  if (process.platform === 'linux' && succeeds('unshare', [...mask, 'true']))
    return { run: (file, args, options) => exec('unshare', [...mask, file, ...args], options), own() {} };
  const ids = unprivileged();
  return {
    run: (file, args, options) => exec(file, args, { ...options, ...ids }),
    own: (...paths) => paths.forEach((path) => chownSync(path, ids.uid, ids.gid)),
  };
}

function succeeds(file: string, args: readonly string[]): boolean {
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function unprivileged(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    if (!succeeds('id', [name])) continue;
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
    return { uid: id('-u'), gid: id('-g') };
  }
  throw new Error('PostgreSQL refuses to run as root, and neither "postgres" nor "nobody" exists here.');
}
