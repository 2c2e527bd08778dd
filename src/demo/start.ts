import { contextFor, type Runtime, systemActor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { ConfigError } from '#kernel/errors';
import { readSetting } from '#kernel/settings';
import { isUnopened } from '#domain/identity/links';
import { people } from './people.ts';
import { seedDemo } from './seed.ts';

/** Stands in this file for everybody to read: good for a demo that nobody else can hear. */
const password = 'minh hoa ocop';

/**
 * On the first start with the embedded database, heard on this machine only, loads the demo. A database that was
 * started bare (`cli seed --empty`) stays bare.
 * @returns the lines that tell the demo's accounts, or how to open the first account
 * @throws ConfigError if others could hear a demo whose password everybody knows
 */
export async function prepareDemo(runtime: Runtime): Promise<string> {
  const { config, db } = runtime;
  if (!config.demo && (await isPublic(db)))
    throw new ConfigError(
      'This database holds a demo whose password everybody knows, and this server could be heard by others. ' +
        'Start it for this machine alone (HOST=127.0.0.1, and neither DATABASE_URL, BEHIND_PROXY nor a PUBLIC_URL elsewhere), ' +
        'or start with a fresh database (another DATA_DIR or DATABASE_URL); there, "npm run cli -- seed" loads a demo with a password of its own.',
    );
  if (config.demo && !(await readSetting(db, 'demo.none'))) {
    await seedDemo(contextFor(runtime, systemActor), password, { isPublic: true });
    runtime.demo = true;
    return (await isPublic(db))
      ? `Demo accounts, all with the password "${password}":\n${accountLines()}`
      : `Demo accounts, with the password that "npm run cli -- seed" printed:\n${accountLines()}`;
  }
  return (await isUnopened(db))
    ? 'There is no account yet. Open the first administrator:\n  npm run cli -- create-admin "NAME" PHONE\n'
    : '';
}

/** One that was loaded before its password was remembered counts as public. */
const isPublic = async (db: Db): Promise<boolean> =>
  (await readSetting(db, 'demo.seeded')) !== undefined && (await readSetting(db, 'demo.password')) !== 'own';

/** One line for each role. */
export const accountLines = (): string => people.map(({ role, login }) => `  ${role.padEnd(18)} ${login}\n`).join('');
