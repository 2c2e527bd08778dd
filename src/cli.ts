import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { importSheet } from '#domain/criteria/actions';
import { openAccount, renewLink } from '#domain/identity/accounts';
import { accountOf } from '#domain/identity/queries';
import { grantRole } from '#domain/identity/roles';
import { phoneOf } from '#domain/identity/rules';
import { readConfig } from '#kernel/config';
import { inTransaction } from '#kernel/action';
import { contextFor, type Ctx, systemActor } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { errorSentence, issueSentences } from '#kernel/sentences';
import { claimSetting, readSetting } from '#kernel/settings';
import { accountLines } from './demo/start.ts';
import { seedDemo } from './demo/seed.ts';
import { leavingSignal } from './leaving.ts';
import { giveUp, open } from './open.ts';

type Command = {
  usage: string;
  says: string;
  /** How many words follow at least and at most, and which flags it knows. */
  words: [number, number];
  flags?: readonly string[];
  run: (ctx: Ctx, words: string[], flags: ReadonlySet<string>) => Promise<string>;
};

const commands: Record<string, Command> = {
  migrate: {
    usage: 'migrate',
    says: 'brings the database to this version',
    words: [0, 0],
    run: async () => 'The database is up to date.',
  },
  'create-admin': {
    usage: 'create-admin NAME PHONE|E-MAIL',
    says: 'opens an administrator and prints a link that sets the password once',
    words: [2, 2],
    run: createAdmin,
  },
  'new-link': {
    usage: 'new-link PHONE|E-MAIL',
    says: 'prints a link by which an administrator who lost the password sets it once',
    words: [1, 1],
    run: newLink,
  },
  seed: {
    usage: 'seed [--empty]',
    says: 'loads the demo; --empty: starts bare, with no demo ever',
    words: [0, 0],
    flags: ['empty'],
    run: seed,
  },
  'import-criteria': {
    usage: 'import-criteria FILE',
    says: "replaces a sheet's wording by the signed text",
    words: [1, 1],
    run: importCriteria,
  },
};

/** Elsewhere than on one's own machine the demo's accounts get a password that nobody else knows. */
async function seed(ctx: Ctx, _: string[], flags: ReadonlySet<string>): Promise<string> {
  const { db } = ctx.runtime;
  if (flags.has('empty')) {
    if (await readSetting(db, 'demo.seeded'))
      throw new Error('The demo is in this database already: start bare with another one (DATA_DIR or DATABASE_URL).');
    await claimSetting(db, 'demo.none', true);
    return 'The database starts bare. Open the first administrator with create-admin.';
  }
  const password = randomBytes(12).toString('base64url');
  if (!(await seedDemo(ctx, password))) return 'The demo was loaded before; nothing was changed.';
  return `The demo is loaded. All its accounts have the password ${password}\n${accountLines()}`;
}

async function importCriteria(ctx: Ctx, [file = '']: string[]): Promise<string> {
  const { code, version } = await importSheet(ctx, { sheet: readJson(file) });
  return `${code} has version ${version} now. It is not compared with the signed text until a named person says so in the office.`;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The file ${file} cannot be read as JSON.`, { cause: error });
  }
}

async function createAdmin(ctx: Ctx, [name, login]: string[]): Promise<string> {
  const token = await inTransaction(ctx, async (tx) => {
    const opened = await openAccount(tx, { name, login });
    await grantRole(tx, { person: opened.id, role: 'administrator' });
    return opened.token;
  });
  return `Open this link within 48 hours; it works once:\n${ctx.runtime.config.publicUrl}/link/${token}`;
}

/** Nobody resets an administrator in the office; whoever runs the machine does. */
async function newLink(ctx: Ctx, [login = '']: string[]): Promise<string> {
  const person = await accountOf(ctx, phoneOf(login) ?? login.toLowerCase());
  if (!person) throw new Error(`There is no open account with ${login}.`);
  const { token } = await renewLink(ctx, { person });
  return `Open this link within 48 hours; it works once:\n${ctx.runtime.config.publicUrl}/link/${token}`;
}

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
const given = command && wordsOf(command, args);
if (!command || !given) {
  const lines = Object.values(commands).map(({ usage, says }) => `  ${usage.padEnd(36)}${says}`);
  process.stderr.write(`Usage: npm run cli -- COMMAND\n${lines.join('\n')}\n`);
  process.exit(name ? 1 : 0);
}

/** The words and flags of a command; undefined when it does not take them. */
function wordsOf({ words: [least, most], flags = [] }: Command, argv: string[]): [string[], Set<string>] | undefined {
  try {
    const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const }]));
    const { positionals, values } = parseArgs({ args: argv, options, allowPositionals: true });
    const fits = positionals.length >= least && positionals.length <= most;
    return fits ? [positionals, new Set(Object.keys(values))] : undefined;
  } catch {
    return undefined; // an unknown flag
  }
}

const leaving = leavingSignal();
try {
  const { runtime, close } = await open(readConfig(process.env), { work: false, leaving });
  try {
    process.stdout.write(`${await command.run(contextFor(runtime, systemActor), ...given)}\n`);
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
