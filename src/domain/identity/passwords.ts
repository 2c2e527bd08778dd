import { randomBytes } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { preparedAction } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { forgive, limit } from '#kernel/limits';
import { isPerson } from './policy.ts';
import { ChangePassword } from './schema.ts';

let nobodys: Promise<string> | undefined;

/** True if the password fits its hash. Without a hash it takes as long, so that nobody learns who has an account. */
export async function passwordFits(hash: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword(randomBytes(16).toString('hex'));
  const fits = await verifyPassword({ hash: hash ?? (await nobodys), password });
  return fits && hash !== null;
}

/** The hash that better-auth keeps of a person's password; null for whoever has none yet. */
export async function passwordOf(ctx: Ctx | Tx, person: string): Promise<string | null> {
  const account = await ctx.db
    .selectFrom('identity.account')
    .select('password')
    .where('user_id', '=', person)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst();
  return account?.password ?? null;
}

/**
 * Asks the password of whoever changes how they sign in: an open session alone is not enough (ASVS 7.5.1).
 * @returns its hash
 * @throws AppError limit.reached, input.invalid at `current`
 */
export async function assertPassword(ctx: Ctx, current: string): Promise<string> {
  const person = ctx.actor!.id;
  await limit(ctx, `password:${person}`, 10, 15 * 60);
  const hash = await passwordOf(ctx, person);
  if (!hash || !(await passwordFits(hash, current))) throw fieldError('current', 'identity.current_wrong');
  await forgive(ctx, `password:${person}`);
  return hash;
}

/** Changes one's own password and ends every other session. @throws AppError limit.reached, input.invalid at `current` */
export const changePassword = preparedAction(
  { name: 'identity.change_password', input: ChangePassword, may: isPerson },
  async (ctx, input) => {
    const before = await assertPassword(ctx, input.current);
    const password = await hashPassword(input.password);
    return async (tx) => {
      const person = tx.actor!.id;
      await lockCredential(tx, person);
      // Somebody may have changed it while this one was being hashed.
      if ((await passwordOf(tx, person)) !== before) throw fieldError('current', 'identity.current_wrong');
      await setPassword(tx, person, password);
      await endSessions(tx, person, tx.actor!.session);
      await record(tx, 'person.password_changed', { kind: 'person', id: person });
    };
  },
);

const lockCredential = (tx: Tx, person: string) =>
  tx.db.selectFrom('identity.person').select('id').where('id', '=', person).forUpdate().execute();

/** Writes the password of a person as better-auth keeps it: `password` is its hash. */
export async function setPassword(tx: Tx, person: string, password: string): Promise<void> {
  await tx.db
    .deleteFrom('identity.account')
    .where('user_id', '=', person)
    .where('provider_id', '=', 'credential')
    .execute();
  await tx.db
    .insertInto('identity.account')
    .values({
      id: newId(),
      account_id: person,
      provider_id: 'credential',
      user_id: person,
      password,
      updated_at: new Date(),
    })
    .execute();
}

/**
 * Whoever proved at the counter, or by a link, who they are begins anew: sessions and passkeys end. Somebody else may have
 * opened the account before them under their number, and would keep a key to it. The second step stays for whoever holds
 * a role; without one it may be the other's.
 */
export async function endWaysIn(tx: Tx, person: string): Promise<void> {
  await endSessions(tx, person);
  const gone = await tx.db.deleteFrom('identity.passkey').where('user_id', '=', person).executeTakeFirst();
  if (gone.numDeletedRows) await record(tx, 'passkey.removed', { kind: 'person', id: person });
  const held = await tx.db
    .selectFrom('identity.role_grant')
    .select('id')
    .where('person_id', '=', person)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (held) return;
  const step = await tx.db.deleteFrom('identity.second_step').where('person_id', '=', person).executeTakeFirst();
  if (!step.numDeletedRows) return;
  await tx.db.deleteFrom('identity.recovery_code').where('person_id', '=', person).execute();
  await record(tx, 'second_step.removed', { kind: 'person', id: person });
}

/** Ends the sessions of a person, but for the one of the id `but`. @returns how many */
export async function endSessions(tx: Tx, person: string, but?: string): Promise<number> {
  const ended = await tx.db
    .deleteFrom('identity.session')
    .where('user_id', '=', person)
    .$if(!!but, (rest) => rest.where('id', '!=', but!))
    .executeTakeFirst();
  return Number(ended.numDeletedRows);
}

/** Refuses what somebody without an open account would do. @throws AppError not_found */
export async function lockOpenPerson(
  tx: Tx,
  id: string,
): Promise<{ id: string; name: string; opened_in: string | null }> {
  const person = await tx.db
    .selectFrom('identity.person')
    .select(['id', 'name', 'opened_in'])
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!person) throw new AppError('not_found');
  return person;
}
