import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { importSheet } from '#domain/criteria/actions';
import type pg from 'pg';
import { openAccount, renewLink } from '#domain/identity/accounts';
import { accountOf } from '#domain/identity/queries';
import { grantRole } from '#domain/identity/roles';
import { phoneOf } from '#domain/identity/rules';
import { readConfig } from '#kernel/config';
import { inTransaction } from '#kernel/action';
import { contextFor, type Ctx, systemActor } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { errorSentence, issueSentences } from '#kernel/sentences';
import type { Job, Manifest } from '#kernel/backup/manifest';
import { restore } from '#kernel/backup/restore';
import { backup } from '#kernel/backup/write';
import { compareCheckpoint } from '#kernel/seal';
import { claimSetting, readSetting } from '#kernel/settings';
import { verifyLog } from '#kernel/verify-log';
import { accountLines } from './demo/start.ts';
import { seedDemo } from './demo/seed.ts';
import { leavingSignal } from './leaving.ts';
import { giveUp, open, openBare } from './open.ts';
import { reactions } from './rooms.ts';

type Command = {
  usage: string;
  says: string;
  /** How many words follow at least and at most, and which flags it knows. */
  words: [number, number];
  flags?: readonly string[];
  run?: (ctx: Ctx, words: string[], flags: ReadonlySet<string>, url: string) => Promise<string>;
  /** Instead of `run`: works on a database that may still be new. */
  bare?: (words: string[]) => Promise<string>;
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
  'verify-log': {
    usage: 'verify-log [NUMBER HASH]',
    says: 'recomputes every seal of the log; with a checkpoint that you noted, compares it',
    words: [0, 2],
    run: verify,
  },
  backup: {
    usage: 'backup FILE',
    says: 'copies the database, the files and the secret into one archive, while the server runs',
    words: [1, 1],
    run: writeBackup,
  },
  restore: {
    usage: 'restore FILE',
    says: 'brings a backup back into an empty database, embedded or DATABASE_URL',
    words: [1, 1],
    bare: readBackup,
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

const differences = {
  event_changed: 'an event was changed after it was sealed (or the time of its seal was)',
  event_removed: 'an event was removed',
  event_inserted: 'an event stands in the log that nobody recorded',
  seal_broken: 'the hash of a seal was changed',
  seal_removed: 'a seal was removed',
  sealed_twice: 'an event was sealed twice',
};

/** Ends with an error that names the first difference, so that a script can rely on the exit code. */
async function verify(ctx: Ctx, [number, hash]: string[]): Promise<string> {
  if (number && !(/^[0-9]{1,15}$/.test(number) && /^[0-9a-f]{64}$/i.test(hash ?? '')))
    throw new Error('A checkpoint is a number and 64 hexadecimal digits, as /log-checkpoint shows them.');
  const { sealed, waiting, newest, difference } = await verifyLog(ctx);
  if (difference) {
    const place = [difference.seq && `seal ${difference.seq}`, difference.event && `event ${difference.event}`];
    throw new Error(
      `The log is not as it was sealed: ${differences[difference.what]} (${place.filter(Boolean).join(', ')}).`,
    );
  }
  const noted = number ? await compareCheckpoint(ctx, { seq: Number(number), hash: hash!.toLowerCase() }) : 'same';
  if (noted === 'beyond')
    throw new Error(`The log ends at seal ${sealed}, before the checkpoint ${number}: its end was removed.`);
  if (noted === 'different')
    throw new Error(`The log up to seal ${number} is not the one of the checkpoint: it was sealed anew.`);
  const end = newest ? `\nThe newest checkpoint: ${newest.seq} ${newest.hash}` : '';
  return `The log is as it was sealed: ${sealed} events, ${waiting} more wait for their seal.${end}`;
}

async function writeBackup(ctx: Ctx, [file = '']: string[], _: ReadonlySet<string>, url: string): Promise<string> {
  const { dataDir } = ctx.runtime.config;
  const { tables, files, secret } = await backup({ url, dataDir, ownSecret: !process.env.SECRET }, file, leaving);
  const keep = secret === 'inside' ? '' : '\nThe secret is not in it, because it comes from SECRET: keep that, too.';
  return `${file} holds ${told(tables, files)}. Whoever has it reads everything: keep it like the database.${keep}`;
}

async function readBackup([file = '']: string[]): Promise<string> {
  const config = readConfig(process.env);
  const { url, db, boss, close } = await openBare(config, leaving);
  try {
    const enqueue = async (client: pg.ClientBase, { name, data }: Job) => {
      const executeSql = (text: string, values?: unknown[]) => client.query<never>(text, values);
      if (Object.hasOwn(reactions, name)) await boss.send(name, data as object, { db: { executeSql } });
    };
    const target = { url, db, dataDir: config.dataDir, ownSecret: !process.env.SECRET, enqueue };
    const { tables, files, secret, made_at } = await restore(target, file);
    const lost =
      secret === 'inside'
        ? ''
        : '\nGive the SECRET of the old installation: without it everybody signs in again, and second factors are void.';
    return `The backup of ${made_at} is back: ${told(tables, files)}.${lost}`;
  } finally {
    await close();
  }
}

const told = (tables: Manifest['tables'], files: Manifest['files']) =>
  `${tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${tables.length} tables and ${files.count} files`;

async function createAdmin(ctx: Ctx, [name, login]: string[]): Promise<string> {
  const token = await inTransaction(ctx, async (tx) => {
    const opened = await openAccount(tx, { name, login });
    await grantRole(tx, { person: opened.id, role: 'administrator' });
    return opened.token;
  });
  return `Open this link within 48 hours; it works once:\n${await addressOfServer(ctx)}/link/${token}`;
}

/** PUBLIC_URL if it is given here, else what the server that started last answers at. */
async function addressOfServer({ runtime: { config, db } }: Ctx): Promise<string> {
  return config.publicUrlGiven
    ? config.publicUrl
    : String((await readSetting(db, 'server.address')) ?? config.publicUrl);
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
  const isAsked = ['', 'help', '--help', '-h'].includes(name);
  (isAsked ? process.stdout : process.stderr).write(`Usage: npm run cli -- COMMAND\n${lines.join('\n')}\n`);
  process.exit(isAsked ? 0 : 1);
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
  if (command.bare) {
    process.stdout.write(`${await command.bare(given[0])}\n`);
    process.exit(0);
  }
  const { runtime, url, close } = await open(readConfig(process.env), { work: false, leaving });
  try {
    process.stdout.write(`${await command.run!(contextFor(runtime, systemActor), ...given, url)}\n`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const issues = Object.entries(issueSentences(error, 'en')).map(([field, sentence]) => `  ${field}: ${sentence}`);
    // "Check the marked fields" is for a page: here each field is named with what is wrong.
    process.stderr.write(
      `${(issues.length ? ['Nothing was done:', ...issues] : [errorSentence(error, 'en')]).join('\n')}\n`,
    );
    process.exitCode = 1;
  } finally {
    await close();
  }
} catch (error) {
  giveUp(error, leaving);
}
