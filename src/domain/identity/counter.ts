import { timingSafeEqual } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { action, preparedAction } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { parse } from '#kernel/fields';
import { newId } from '#kernel/ids';
import { limit } from '#kernel/limits';
import { assertHelped, takenLogin, voidLinks, writePerson } from './accounts.ts';
import { endWaysIn, lockOpenPerson, setPassword } from './passwords.ts';
import { canHelp } from './policy.ts';
import { accountOf, personToHelp } from './queries.ts';
import { isOfficer, officerScopes, type Role } from './rules.ts';
import { FindAtCounter, OpenAtCounter, ResetAtCounter, SpendCode } from './schema.ts';
import { keyedHash, newCode } from './secrets.ts';

const codes = { length: 8, hours: 24, tries: 5 };

const takenPhone = { ...takenLogin, path: 'phone' };

/** A code that was made: shown and printed once, kept nowhere. */
export type HandedCode = { id: string; code: string; until: Date };

/** Who has this phone number, for the officer at the counter. */
export type AtCounter =
  | { phone: string; is: 'nobody' }
  | { phone: string; is: 'outside' }
  | { phone: string; is: 'known'; id: string; name: string; roles: Role[] };

/**
 * Whoever came to the counter, by their phone number: nobody yet, somebody whom this officer may help, or somebody of
 * another area or a higher rank, of whom nothing more is told.
 * @throws AppError refused, input.invalid at `phone`
 */
export async function findAtCounter(ctx: Ctx, raw: unknown): Promise<AtCounter> {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  const { phone } = parse(FindAtCounter, raw);
  const id = await accountOf(ctx, phone);
  if (!id) return { phone, is: 'nobody' };
  const person = await personToHelp(ctx, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
  if (!person || !canHelp(ctx.actor, person)) return { phone, is: 'outside' };
  return { phone, is: 'known', id, name: person.name, roles: person.held.map(({ role }) => role) };
}

/** Opens an account for somebody at the counter. @returns a code by which they set the password. @throws AppError input.invalid at `phone` */
export const openAtCounter = action(
  {
    name: 'identity.open_at_counter',
    input: OpenAtCounter,
    may: isOfficer,
    taken: { person_email_key: takenPhone, person_phone_key: takenPhone },
  },
  async (tx, input): Promise<HandedCode> => {
    const id = await writePerson(tx, input.name, input.phone, officerScopes(tx.actor)[0] ?? null);
    return makeCode(tx, id);
  },
);

/**
 * A code for somebody at the counter who forgot the password; earlier codes and links stop working.
 * @throws AppError not_found, refused for somebody of another area or of a higher or equal rank
 */
export const resetAtCounter = action(
  { name: 'identity.reset_at_counter', input: ResetAtCounter, may: isOfficer },
  async (tx, input): Promise<HandedCode> => {
    const { id } = await lockOpenPerson(tx, input.person);
    await assertHelped(tx, id);
    await voidLinks(tx, id);
    return makeCode(tx, id);
  },
);

async function makeCode(tx: Tx, person: string): Promise<HandedCode> {
  const [id, code] = [newId(), newCode(codes.length)];
  const until = new Date(Date.now() + codes.hours * 3_600_000);
  const made_by = authorOf(tx);
  await tx.db
    .insertInto('identity.counter_code')
    .values({ id, person_id: person, hash: hashOf(tx, id, code), made_by, expires_at: until })
    .execute();
  await record(tx, 'person.code_made', { kind: 'person', id: person, area: officerScopes(tx.actor)[0] ?? null });
  return { id: person, code, until };
}

/** Codes that this officer handed over and that nobody has used: how many, and when the first of them is over. */
export async function openCodes(ctx: Ctx): Promise<{ count: number; until: Date | null }> {
  if (!ctx.actor || ctx.actor.system) return { count: 0, until: null };
  const { n, until } = await ctx.db
    .selectFrom('identity.counter_code')
    .select((of) => [of.fn.countAll<number>().as('n'), of.fn.min('expires_at').as('until')])
    .where('made_by', '=', ctx.actor.id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date())
    .executeTakeFirstOrThrow();
  return { count: Number(n), until };
}

const hashOf = (ctx: Pick<Ctx, 'runtime'>, id: string, code: string) => keyedHash(ctx, `counter:${id}`, code);

/**
 * Sets the password of whoever types the phone number and the code that was handed to them, once, and ends the sessions
 * that they had. An unknown number, a wrong code, a sixth try and a code that is over all answer alike.
 * @throws AppError input.invalid at `code`
 */
export const spendCode = preparedAction(
  { name: 'identity.spend_code', input: SpendCode, may: () => true },
  async (ctx, input) => {
    const found = await standingCode(ctx, input.login);
    if (!found) throw wrongCode();
    await limit(ctx, `counter-code:${found.id}`, codes.tries, codes.hours * 3600).catch((error: unknown) => {
      throw error instanceof AppError ? wrongCode() : error;
    });
    const [given, right] = [hashOf(ctx, found.id, input.code), found.hash].map((text) => Buffer.from(text));
    if (given!.length !== right!.length || !timingSafeEqual(given!, right!)) throw wrongCode();
    const password = await hashPassword(input.password);
    return async (tx) => {
      const spent = await tx.db
        .updateTable('identity.counter_code')
        .set({ used_at: new Date() })
        .where('id', '=', found.id)
        .where('used_at', 'is', null)
        .returning('person_id')
        .executeTakeFirst();
      if (!spent) throw wrongCode();
      await lockOpenPerson(tx, spent.person_id);
      await setPassword(tx, spent.person_id, password);
      await endWaysIn(tx, spent.person_id);
      await record(tx, 'person.password_set', { kind: 'person', id: spent.person_id });
      return { person: spent.person_id };
    };
  },
);

const wrongCode = () => fieldError('code', 'identity.counter_code_wrong');

const standingCode = (ctx: Ctx, login: string) =>
  ctx.db
    .selectFrom('identity.counter_code as code')
    .innerJoin('identity.person as person', 'person.id', 'code.person_id')
    .select(['code.id', 'code.hash'])
    .where(login.startsWith('+') ? 'person.phone' : 'person.email', '=', login)
    .where('person.ended_at', 'is', null)
    .where('code.used_at', 'is', null)
    .where('code.expires_at', '>', new Date())
    .orderBy('code.id', 'desc')
    .executeTakeFirst();
