import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor, Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { AppError } from '#kernel/errors';
import { parse } from '#kernel/fields';
import { forgive, limit } from '#kernel/limits';
import { SignIn } from './schema.ts';

const names = ['__Secure-ocop.session_token', 'ocop.session_token'];

/**
 * The person of a request: the signature of the cookie, then one read of session, person and the roles held today.
 * Three times cheaper than asking better-auth, and a page asks it once.
 */
export function whoIs(db: Db, secret: string, today: () => string) {
  return async (headers: Headers): Promise<Actor | null> => {
    const token = signedToken(headers.get('cookie') ?? '', secret);
    if (!token) return null;
    const { rows } = await sql<Actor>`
      select person.id, person.name, coalesce(
        (select json_agg(json_build_object('role', role, 'area', area_path, 'organisation', organisation_id) order by granted_at)
         from identity.role_grant g
         where g.person_id = person.id and g.ended_at is null and g.valid_from <= ${today()}::date and (g.valid_to is null or g.valid_to >= ${today()}::date)),
        '[]'::json) as grants
      from identity.session session join identity.person person on person.id = session.user_id
      where session.token = ${token} and session.expires_at > now() and person.ended_at is null`.execute(db);
    return rows[0] ?? null;
  };
}

/** The session token of a cookie header, if its signature is ours. */
function signedToken(cookies: string, secret: string): string | null {
  for (const pair of cookies.split(';')) {
    const [name, ...rest] = pair.trim().split('=');
    if (!names.includes(name ?? '')) continue;
    const value = decode(rest.join('='));
    const dot = value.lastIndexOf('.');
    if (dot < 1) return null;
    const token = value.slice(0, dot);
    const given = Buffer.from(value.slice(dot + 1), 'base64');
    const right = createHmac('sha256', secret).update(token).digest();
    return given.length === right.length && timingSafeEqual(given, right) ? token : null;
  }
  return null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

// Whoever tries passwords from one address stops there, and does not lock the owner out at another; all addresses
// together have a hundred tries at one account.
const attempts = { seconds: 15 * 60, here: 5, ofAccount: 100, ofAddress: 50 };

/**
 * Signs a person in by phone number or e-mail and password. Wrong name and wrong password answer alike.
 * @returns the cookies to set
 * @throws AppError input.invalid, sign_in.wrong, limit.reached
 */
export async function signIn(ctx: Ctx, raw: unknown, headers: Headers): Promise<string[]> {
  const { login, password } = parse(SignIn, raw);
  const address = headers.get('x-ocop-ip') ?? '';
  const here = `sign-in:account:${login}:${address}`;
  await limit(ctx, `sign-in:address:${address}`, attempts.ofAddress, attempts.seconds);
  await limit(ctx, here, attempts.here, attempts.seconds);
  await limit(ctx, `sign-in:account:${login}`, attempts.ofAccount, attempts.seconds);
  const email = await emailOf(ctx, login);
  const cookies = await ctx.runtime.sessions.begin(email, password, headers);
  if (!cookies) throw new AppError('sign_in.wrong');
  await forgive(ctx, here);
  return cookies;
}

/** The e-mail that better-auth knows the person by; for nobody, and for a closed account, one that it does not know. */
async function emailOf(ctx: Ctx, login: string): Promise<string> {
  const person = await ctx.db
    .selectFrom('identity.person')
    .select('email')
    .where(login.startsWith('+') ? 'phone' : 'email', '=', login)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return person?.email ?? 'nobody@phone.invalid';
}
