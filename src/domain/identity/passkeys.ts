import { z } from 'zod';
import { action, inTransaction } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { parse } from '#kernel/fields';
import { limit } from '#kernel/limits';
import { assertPassword } from './passwords.ts';
import { isPerson } from './policy.ts';
import { AddPasskey, BeginSecondStep, RemovePasskey } from './schema.ts';

export type OwnPasskey = { id: string; name: string; added: Date | null };

/** One's own passkeys, the newest first. @throws AppError sign_in.needed */
export async function ownPasskeys(ctx: Ctx): Promise<OwnPasskey[]> {
  if (!ctx.actor) throw new AppError('sign_in.needed');
  const rows = await ctx.db
    .selectFrom('identity.passkey')
    .select(['id', 'name', 'created_at'])
    .where('user_id', '=', ctx.actor.id)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(({ id, name, created_at }) => ({ id, name: name ?? '', added: created_at }));
}

const failed = () => new AppError('state.conflict', { details: { reason: 'identity.passkey_failed' } });

/**
 * The question to a device that is to hold a new passkey, for whoever types the password again.
 * @throws AppError sign_in.needed, limit.reached, input.invalid at `current`
 */
export async function askToAdd(ctx: Ctx, raw: unknown, headers: Headers) {
  if (!isPerson(ctx.actor)) throw new AppError('sign_in.needed');
  await assertPassword(ctx, parse(BeginSecondStep, raw).current);
  const asked = await ctx.runtime.sessions.passkeys.ask('add', headers);
  if (!asked) throw new AppError('state.conflict', { details: { reason: 'identity.passkey_session' } });
  return asked;
}

/**
 * Keeps the passkey that the device made. better-auth writes it, in a transaction of its own.
 * @throws AppError sign_in.needed, input.invalid at `name`, state.conflict for an answer that does not hold
 */
export async function addPasskey(ctx: Ctx, raw: unknown, headers: Headers): Promise<void> {
  if (!isPerson(ctx.actor)) throw new AppError('sign_in.needed');
  const { name, response } = parse(AddPasskey, raw);
  if (!(await ctx.runtime.sessions.passkeys.add(name, response, headers))) throw failed();
  const { id } = ctx.actor!;
  await inTransaction(ctx, (tx) => record(tx, 'passkey.added', { kind: 'person', id }));
}

/** Removes one of one's own passkeys. @throws AppError not_found */
export const removePasskey = action(
  { name: 'identity.remove_passkey', input: RemovePasskey, may: isPerson },
  async (tx, input) => {
    const { id } = tx.actor!;
    const removed = await tx.db
      .deleteFrom('identity.passkey')
      .where('id', '=', input.passkey)
      .where('user_id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (!removed) throw new AppError('not_found');
    await record(tx, 'passkey.removed', { kind: 'person', id });
  },
);

/** The question to whatever device holds a passkey of this site. @throws AppError limit.reached */
export async function askToSignIn(ctx: Ctx, headers: Headers) {
  await limit(ctx, `passkey:address:${headers.get('x-ocop-ip') ?? ''}`, 60, 15 * 60);
  const asked = await ctx.runtime.sessions.passkeys.ask('sign_in', headers);
  if (!asked) throw failed();
  return asked;
}

const Answer = z.looseObject({ id: z.string().max(2000) });

/**
 * Signs in whoever's device answered: it holds the key and asked for a finger, a face or a PIN, which are two steps.
 * @returns the cookies to set
 * @throws AppError state.conflict for an answer that does not hold, and for a closed account
 */
export async function signInByPasskey(ctx: Ctx, response: unknown, headers: Headers): Promise<string[]> {
  const answer = Answer.safeParse(response);
  if (!answer.success) throw failed();
  const holder = await ctx.db
    .selectFrom('identity.passkey as passkey')
    .innerJoin('identity.person as person', 'person.id', 'passkey.user_id')
    .select('person.id')
    .where('passkey.credential_id', '=', answer.data.id)
    .where('person.ended_at', 'is', null)
    .executeTakeFirst();
  const cookies = holder && (await ctx.runtime.sessions.passkeys.signIn(response, headers));
  if (!cookies) throw failed();
  return cookies;
}
