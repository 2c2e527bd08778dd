import { createHmac, randomInt } from 'node:crypto';
import type { Ctx } from '#kernel/context';
import { handedLetters } from './rules.ts';

/** A new code to be typed by hand, of letters and digits that nobody mistakes for each other. */
export const newCode = (length: number): string =>
  Array.from({ length }, () => handedLetters[randomInt(handedLetters.length)]).join('');

/**
 * What is kept of a short code. Keyed by the installation's secret: whoever only sees the database cannot try all
 * codes against it. `use` keeps codes of one kind from passing for another.
 */
export const keyedHash = (ctx: Pick<Ctx, 'runtime'>, use: string, text: string): string =>
  createHmac('sha256', ctx.runtime.config.secret).update(`${use}:${text}`).digest('base64url');
