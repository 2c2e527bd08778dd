import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor, Ctx, Grant } from '#kernel/context';
import type { Db } from '#kernel/db';
import { AppError } from '#kernel/errors';
import { parse } from '#kernel/fields';
import { forgive, limit, uncount } from '#kernel/limits';
import { passwordFits } from './passwords.ts';
import { pendingCookie, pendingName, takeSecondStep } from './pending.ts';
import { secondStepDue, type SecondStepRule } from './rules.ts';
import { SignIn } from './schema.ts';
import { ruleKey } from './second-step.ts';

const names = ['__Secure-ocop.session_token', 'ocop.session_token'];

type Known = {
  id: string;
  name: string;
  session: string;
  /** Not seen for some minutes: when it was used last is written down again. */
  idle: boolean;
  rule: SecondStepRule | null;
  secured: boolean;
  held: (Grant & { from: string })[];
};

/**
 * The person of a request: the signature of the cookie, then one read of session, person and the roles held today.
 * Three times cheaper than asking better-auth, and a page asks it once.
 */
export function whoIs(db: Db, secret: string, today: () => string) {
  return async (headers: Headers): Promise<Actor | null> => {
    const token = signedToken(headers.get('cookie') ?? '', secret);
    if (!token) return null;
    const { rows } = await sql<Known>`
      select person.id, person.name, session.id as session, session.last_used_at < now() - interval '5 minutes' as idle,
        (select value from kernel.setting where key = ${ruleKey}) as rule,
        exists (select from identity.second_step step where step.person_id = person.id and step.confirmed_at is not null) as secured,
        coalesce(
        (select json_agg(json_build_object('role', role, 'area', area_path, 'organisation', organisation_id, 'from', valid_from) order by granted_at)
         from identity.role_grant g
         where g.person_id = person.id and g.ended_at is null and g.valid_from <= ${today()}::date and (g.valid_to is null or g.valid_to >= ${today()}::date)),
        '[]'::json) as held
      from identity.session session join identity.person person on person.id = session.user_id
      where session.token = ${token} and session.expires_at > now() and person.ended_at is null`.execute(db);
    const known = rows[0];
    if (!known) return null;
    if (known.idle) await sql`update identity.session set last_used_at = now() where id = ${known.session}`.execute(db);
    const { id, name, session } = known;
    const due = known.secured ? null : secondStepDue(known.rule, known.held);
    if (due && due <= today()) return { id, name, session, grants: [], owes: 'second_step' };
    return { id, name, session, grants: known.held.map(({ from: _, ...grant }) => grant) };
  };
}

/** The session token of a cookie header, if its signature is ours. */
function signedToken(cookies: string, secret: string): string | null {
  const value = cookieOf(cookies, names);
  const dot = value.lastIndexOf('.');
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  const right = createHmac('sha256', secret).update(token).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

/** The value of the first cookie of one of these names; empty if there is none. */
export function cookieOf(cookies: string, wanted: readonly string[]): string {
  for (const pair of cookies.split(';')) {
    const [name, ...rest] = pair.trim().split('=');
    if (wanted.includes(name ?? '')) return decode(rest.join('='));
  }
  return '';
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

// Whoever tries wrong passwords from one address stops there, and does not lock the owner out at another; all addresses
// together have a hundred tries at one account.
const attempts = { seconds: 15 * 60, here: 5, ofAccount: 100, ofAddress: 50 };

/** The cookies to set; with `owesCode` they open nothing yet, but tell who owes the code of the second step. */
export type SignedIn = { cookies: string[]; owesCode: boolean };

/**
 * Signs a person in by phone number or e-mail and password. Wrong name and wrong password answer alike.
 * @throws AppError input.invalid, sign_in.wrong, limit.reached
 */
export async function signIn(ctx: Ctx, raw: unknown, headers: Headers): Promise<SignedIn> {
  const { login, password } = parse(SignIn, raw);
  const address = headers.get('x-ocop-ip') ?? '';
  const here = `sign-in:account:${login}:${address}`;
  const office = `sign-in:address:${address}`;
  await limit(ctx, office, attempts.ofAddress, attempts.seconds);
  await limit(ctx, here, attempts.here, attempts.seconds);
  await limit(ctx, `sign-in:account:${login}`, attempts.ofAccount, attempts.seconds);
  const person = await personOf(ctx, login);
  const right = await passwordFits(person?.password ?? null, password);
  if (!person || !right) throw new AppError('sign_in.wrong');
  await forgive(ctx, here);
  await uncount(ctx, office); // a whole office signs in from one address
  if (person.secured) return { cookies: [pendingCookie(ctx, person)], owesCode: true };
  return { cookies: await ctx.runtime.sessions.open(person.id, headers), owesCode: false };
}

/**
 * Signs in whoever typed the right password a moment ago, by the code of the second step.
 * @returns the cookies to set
 * @throws AppError input.invalid at `code`, limit.reached, state.conflict when the password was typed too long ago
 */
export async function signInByCode(ctx: Ctx, code: unknown, headers: Headers): Promise<string[]> {
  const pending = cookieOf(headers.get('cookie') ?? '', [pendingName]);
  const { person } = await takeSecondStep(ctx, { pending, code });
  await forgive(ctx, `second-step:${person}`);
  const forgotten = `${pendingName}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
  return [...(await ctx.runtime.sessions.open(person, headers)), forgotten];
}

/** The account behind a phone number or an e-mail, if it is open. */
async function personOf(ctx: Ctx, login: string) {
  const { rows } = await sql<{ id: string; password: string | null; secured: boolean }>`
    select person.id, account.password, step.confirmed_at is not null as secured
    from identity.person person
    left join identity.account account on account.user_id = person.id and account.provider_id = 'credential'
    left join identity.second_step step on step.person_id = person.id
    where ${sql.ref(login.startsWith('+') ? 'person.phone' : 'person.email')} = ${login} and person.ended_at is null`.execute(
    ctx.db,
  );
  return rows[0];
}
