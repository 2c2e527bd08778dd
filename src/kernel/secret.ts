import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from './errors.ts';

/** What signs sessions has so many characters at least. */
export const secretLength = 32;

/**
 * Makes the data folder. One level at a time from the nearest that is there: asked for all of them at once, Node turns
 * in a ring for ever below a folder such as /proc, which says "not found" to whoever makes something in it.
 * @throws ConfigError
 */
export function makeDataFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.push(at);
  try {
    for (const one of missing.toReversed()) make(one);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new ConfigError(
      `The data folder ${folder} cannot be written. Give another one with DATA_DIR, or change its owner.`,
    );
  }
}

function make(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // else another process was first
  }
}

/**
 * The secret of this installation, made on the first start. It gets its name when it is whole, so that of two first
 * starts at once neither reads the half of it.
 * @throws ConfigError if what stands there cannot be read, or is no secret
 */
export function ownSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  const way = 'Delete it (then everybody signs in again), or give the secret by SECRET.';
  let secret: string;
  try {
    if (!existsSync(file)) write(file, randomBytes(32).toString('base64url'));
    secret = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(`The secret ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). ${way}`);
  }
  if (secret.length < secretLength)
    throw new ConfigError(`The secret ${file} is ${secret ? 'too short' : 'empty'}. ${way}`);
  return secret;
}

function write(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // else another process was first
  } finally {
    rmSync(draft);
  }
}
