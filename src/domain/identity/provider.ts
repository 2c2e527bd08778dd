import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { inTransaction } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { limit } from '#kernel/limits';
import { readSetting, writeSetting } from '#kernel/settings';
import { cookieOf, type SignedIn } from './session.ts';
import { pendingCookie } from './pending.ts';
import { keyedHash } from './secrets.ts';

/** A provider that accepts and stays silent is given up after this many milliseconds; nobody else waits for it. */
const patience = 3000;
const cookieName = 'ocop.provider';
const minutes = 10;
const settingKey = 'identity.provider';

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
});
const Tokens = z.object({ access_token: z.string() });
const Claims = z.object({ email: z.string(), email_verified: z.literal(true) });
const Asked = z.object({ state: z.string(), verifier: z.string(), to: z.string(), until: z.number() });

/** @throws AppError state.conflict when the provider is silent, refuses, or says what nobody understands */
async function told<S extends z.ZodType>(schema: S, url: string, init: RequestInit = {}): Promise<z.output<S>> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new Error(String(answer.status));
    return schema.parse(await answer.json());
  } catch {
    throw new AppError('state.conflict', { details: { reason: 'identity.provider_silent' } });
  }
}

/** @throws AppError not_found when this installation has no provider */
function providerOf(ctx: Ctx) {
  const { oidc, publicUrl } = ctx.runtime.config;
  if (!oidc) throw new AppError('not_found');
  return { ...oidc, back: `${publicUrl}/sign-in/provider/back` };
}

/** Where the provider is asked: discovered once, and kept for every process. @throws AppError not_found, state.conflict */
async function endpoints(ctx: Ctx): Promise<z.output<typeof Discovery>> {
  const { issuer } = providerOf(ctx);
  const kept = Discovery.safeParse(await readSetting(ctx.db as Tx['db'], settingKey));
  if (kept.success && kept.data.issuer === issuer) return kept.data;
  const found = await told(Discovery, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (found.issuer !== issuer)
    throw new AppError('state.conflict', { details: { reason: 'identity.provider_silent' } });
  await inTransaction(ctx, (tx) => writeSetting(tx.db, settingKey, found));
  return found;
}

/**
 * The address of the provider to which the browser goes, and the cookie that knows it again when it comes back.
 * @param to where to go after signing in
 * @throws AppError not_found, limit.reached, state.conflict
 */
export async function beginAtProvider(
  ctx: Ctx,
  to: string,
  headers: Headers,
): Promise<{ address: string; cookie: string }> {
  const { clientId, back } = providerOf(ctx);
  await limit(ctx, `provider:address:${headers.get('x-ocop-ip') ?? ''}`, 30, 15 * 60);
  const { authorization_endpoint } = await endpoints(ctx);
  const [state, verifier] = [randomBytes(24).toString('base64url'), randomBytes(32).toString('base64url')];
  const address = new URL(authorization_endpoint);
  const question = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: back,
    scope: 'openid email',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(question)) address.searchParams.set(name, value);
  const asked = { state, verifier, to, until: Date.now() + minutes * 60_000 };
  const sealed = Buffer.from(JSON.stringify(asked)).toString('base64url');
  return { address: address.href, cookie: setCookie(ctx, `${sealed}.${keyedHash(ctx, 'provider', sealed)}`) };
}

const setCookie = (ctx: Ctx, value: string) =>
  `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${value ? minutes * 60 : 0}${
    ctx.runtime.config.publicUrl.startsWith('https:') ? '; Secure' : ''
  }`;

/** @throws AppError state.conflict for a cookie that is none of ours or too old, and for another browser's answer */
function askedBy(ctx: Ctx, headers: Headers, state: string | null): z.output<typeof Asked> {
  const [sealed = '', seal = ''] = cookieOf(headers.get('cookie') ?? '', [cookieName]).split('.');
  const [given, right] = [seal, keyedHash(ctx, 'provider', sealed)].map((text) => Buffer.from(text));
  const ours = given!.length === right!.length && timingSafeEqual(given!, right!);
  const asked = ours ? Asked.parse(JSON.parse(Buffer.from(sealed, 'base64url').toString())) : null;
  if (!asked || asked.until < Date.now() || asked.state !== state)
    throw new AppError('state.conflict', { details: { reason: 'identity.provider_over' } });
  return asked;
}

/**
 * Signs in whoever comes back from the provider with an e-mail that it has verified, if an open account has that e-mail.
 * No account and no role is ever made of it; whoever has set up the second step still owes the code.
 * @throws AppError not_found, refused, state.conflict
 */
export async function signInFromProvider(
  ctx: Ctx,
  answer: URLSearchParams,
  headers: Headers,
): Promise<SignedIn & { to: string }> {
  const { clientId, clientSecret, back } = providerOf(ctx);
  const { verifier, to } = askedBy(ctx, headers, answer.get('state'));
  const { token_endpoint, userinfo_endpoint } = await endpoints(ctx);
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
  const { access_token } = await told(Tokens, token_endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: answer.get('code') ?? '',
      redirect_uri: back,
      code_verifier: verifier,
    }),
  });
  const said = await told(z.unknown(), userinfo_endpoint, { headers: { authorization: `Bearer ${access_token}` } });
  const claims = Claims.safeParse(said);
  const person = claims.success ? await holderOf(ctx, claims.data.email.toLowerCase()) : undefined;
  if (!person) throw new AppError('refused', { details: { reason: 'identity.provider_unknown' } });
  const forgotten = setCookie(ctx, '');
  if (person.secured) return { cookies: [pendingCookie(ctx, person), forgotten], owesCode: true, to };
  return { cookies: [...(await ctx.runtime.sessions.open(person.id, headers)), forgotten], owesCode: false, to };
}

/** The open account with this e-mail; never one that signs in by phone number, whose e-mail is ours. */
const holderOf = async (ctx: Ctx, email: string) => {
  const person = await ctx.db
    .selectFrom('identity.person as person')
    .leftJoin('identity.account as account', (join) =>
      join.onRef('account.user_id', '=', 'person.id').on('account.provider_id', '=', 'credential'),
    )
    .leftJoin('identity.second_step as step', 'step.person_id', 'person.id')
    .select(['person.id', 'account.password', 'step.confirmed_at'])
    .where('person.email', '=', email)
    .where('person.phone', 'is', null)
    .where('person.ended_at', 'is', null)
    .executeTakeFirst();
  return person && { id: person.id, password: person.password, secured: person.confirmed_at !== null };
};
