import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { openAccount, spendLink } from '#domain/identity/accounts';
import { beginSecondStep, confirmSecondStep, ownSecondStep } from '#domain/identity/second-step';
import { codeAt, periodOf } from '#domain/identity/totp';
import { ctxOf, systemCtx } from './context.ts';

export const password = 'một câu dài dễ nhớ';

/** A person without a role who signs in by `login` and the password of the tests. */
export async function personWithPassword(db: Db, login = 'thu@example.vn'): Promise<Actor> {
  const name = 'Lê Thị Thử';
  const { id, token } = await openAccount(systemCtx(db), { name, login });
  await spendLink(systemCtx(db), { token, password });
  return { id, name, grants: [] };
}

/** Begins the second step. @returns the secret that the page shows */
export async function secretOf(db: Db, person: Actor): Promise<string> {
  await beginSecondStep(ctxOf(db, person), { current: password });
  const state = await ownSecondStep(ctxOf(db, person));
  if (state.is !== 'begun') throw new Error('the second step was not begun');
  return state.secret;
}

/** Sets up the second step by the code of the half minute before: that of now and the next one work still. */
export async function withSecondStep(db: Db, person: Actor): Promise<{ secret: string; codes: string[] }> {
  const secret = await secretOf(db, person);
  const { codes } = await confirmSecondStep(ctxOf(db, person), { code: codeAt(secret, periodOf(new Date()) - 1) });
  return { secret, codes };
}
