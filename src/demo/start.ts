import { contextFor, type Runtime, systemActor } from '#kernel/context';
import { readSetting } from '#kernel/settings';
import { people } from './people.ts';
import { seedDemo } from './seed.ts';

const password = 'minh hoa ocop';

/**
 * On the first start with the embedded database, heard on this machine only, loads the demo. A database that was
 * started bare (`cli seed --empty`) stays bare.
 * @returns the lines that tell the demo's accounts, or nothing
 */
export async function prepareDemo(runtime: Runtime): Promise<string> {
  if (!runtime.config.demo) return '';
  if (await readSetting(runtime.db, 'demo.none')) return '';
  await seedDemo(contextFor(runtime, systemActor), password);
  runtime.demo = true;
  return `Demo accounts, all with the password "${password}":\n${accountLines()}`;
}

/** One line for each role. */
export const accountLines = (): string => people.map(({ role, login }) => `  ${role.padEnd(18)} ${login}\n`).join('');
