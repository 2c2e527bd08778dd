import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { importSheet } from '#domain/criteria/actions';
import { openAccount, grantRole } from '#domain/identity/actions';
import { readConfig } from '#kernel/config';
import { contextFor, type Ctx, systemActor } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { errorSentence, issueSentences } from '#kernel/sentences';
import { claimSetting } from '#kernel/settings';
import { accountLines } from './demo/start.ts';
import { seedDemo } from './demo/seed.ts';
import { leavingSignal } from './leaving.ts';
import { giveUp, open } from './open.ts';

type Command = { usage: string; says: string; run: (ctx: Ctx, args: string[]) => Promise<string> };

const commands: Record<string, Command> = {
  migrate: {
    usage: 'migrate',
    says: 'brings the database to this version',
    run: async () => 'The database is up to date.',
  },
  'create-admin': {
    usage: 'create-admin NAME PHONE|E-MAIL',
    says: 'opens an administrator and prints a link that sets the password once',
    run: createAdmin,
  },
  seed: { usage: 'seed [--empty]', says: 'loads the demo; --empty: starts bare, with no demo ever', run: seed },
  'import-criteria': {
    usage: 'import-criteria FILE',
    says: "replaces a sheet's wording by the signed text",
    run: importCriteria,
  },
};

/** Elsewhere than on one's own machine the demo's accounts get a password that nobody else knows. */
async function seed(ctx: Ctx, [flag]: string[]): Promise<string> {
  if (flag === '--empty') {
    await claimSetting(ctx.runtime.db, 'demo.none', true);
    return 'The database starts bare. Open the first administrator with create-admin.';
  }
  const password = randomBytes(12).toString('base64url');
  if (!(await seedDemo(ctx, password))) return 'The demo was loaded before; nothing was changed.';
  return `The demo is loaded. All its accounts have the password ${password}\n${accountLines()}`;
}

async function importCriteria(ctx: Ctx, [file]: string[]): Promise<string> {
  if (!file) throw new Error('Name the file: import-criteria FILE');
  const { code, version } = await importSheet(ctx, { sheet: JSON.parse(readFileSync(file, 'utf8')) as object });
  return `${code} has version ${version} now. It is not compared with the signed text until a named person says so in the office.`;
}

async function createAdmin(ctx: Ctx, [name = '', login = '']: string[]): Promise<string> {
  const { id, token } = await openAccount(ctx, { name, login });
  await grantRole(ctx, { person: id, role: 'administrator' });
  return `Open this link within 48 hours; it works once:\n${ctx.runtime.config.publicUrl}/link/${token}`;
}

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  const lines = Object.values(commands).map(({ usage, says }) => `  ${usage.padEnd(36)}${says}`);
  process.stderr.write(`Usage: npm run cli -- COMMAND\n${lines.join('\n')}\n`);
  process.exit(name ? 1 : 0);
}

const leaving = leavingSignal();
try {
  const { runtime, close } = await open(readConfig(process.env), { work: false, leaving });
  try {
    process.stdout.write(`${await command.run(contextFor(runtime, systemActor), args)}\n`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const issues = Object.entries(issueSentences(error, 'en')).map(([field, sentence]) => `  ${field}: ${sentence}`);
    process.stderr.write(`${[errorSentence(error, 'en'), ...issues].join('\n')}\n`);
    process.exitCode = 1;
  } finally {
    await close();
  }
} catch (error) {
  giveUp(error, leaving);
}
