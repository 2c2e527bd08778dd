import { openAccount, grantRole } from '#domain/identity/actions';
import { readConfig } from '#kernel/config';
import { contextFor, type Ctx, systemActor } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { errorSentence, issueSentences } from '#kernel/sentences';
import { giveUp, open } from './open.ts';

type Command = { usage: string; says: string; run: (ctx: Ctx, args: string[]) => Promise<string> };

const commands: Record<string, Command> = {
  migrate: { usage: 'migrate', says: 'brings the database to this version', run: async () => 'The database is up to date.' },
  'create-admin': { usage: 'create-admin NAME PHONE|E-MAIL', says: 'opens an administrator and prints a link that sets the password once', run: createAdmin },
};

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

try {
  const { runtime, close } = await open(readConfig(process.env), { work: false });
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
  giveUp(error);
}
