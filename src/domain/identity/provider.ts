import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
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
  jwks_uri: z.url(),
});
const Tokens = z.object({ access_token: z.string(), id_token: z.string() });
const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const Claims = z.object({ sub: z.string(), email: z.string(), email_verified: z.literal(true) });
const Asked = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  until: z.number(),
});

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
  const [state, nonce, verifier] = [24, 24, 32].map((bytes) => randomBytes(bytes).toString('base64url')) as [
    string,
    string,
    string,
  ];
  const address = new URL(authorization_endpoint);
  const question = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: back,
    scope: 'openid email',
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(question)) address.searchParams.set(name, value);
  const asked = { state, nonce, verifier, to, until: Date.now() + minutes * 60_000 };
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

/** Signatures by a key of the provider's own; never `none`, nor a secret that we hold, too. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/**
 * Who the provider says came back, by its ID token: signed by one of its keys of this moment, made by it for us and for
 * this very question, and not over (OpenID Connect Core 1.0, 3.1.3.7).
 * @returns the subject @throws AppError state.conflict
 */
async function subjectOf(ctx: Ctx, token: string, nonce: string): Promise<string> {
  const { clientId } = providerOf(ctx);
  const { issuer, jwks_uri } = await endpoints(ctx);
  const keys = await told(Keys, jwks_uri);
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys as JSONWebKeySet), {
      issuer,
      audience: clientId,
      algorithms,
      clockTolerance: 60,
      requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
    });
    const forOthers = Array.isArray(payload.aud) && payload.aud.length > 1 && payload.azp !== clientId;
    if (!payload.sub || payload.nonce !== nonce || forOthers) throw new Error('not for this question');
    return payload.sub;
  } catch {
    throw new AppError('state.conflict', { details: { reason: 'identity.provider_untrusted' } });
  }
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
  const { verifier, nonce, to } = askedBy(ctx, headers, answer.get('state'));
  const { token_endpoint, userinfo_endpoint } = await endpoints(ctx);
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
  const { access_token, id_token } = await told(Tokens, token_endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: answer.get('code') ?? '',
      redirect_uri: back,
      code_verifier: verifier,
    }),
  });
  const subject = await subjectOf(ctx, id_token, nonce);
  const said = await told(z.unknown(), userinfo_endpoint, { headers: { authorization: `Bearer ${access_token}` } });
  const claims = Claims.safeParse(said);
  const isTheirs = claims.success && claims.data.sub === subject;
  const person = isTheirs ? await holderOf(ctx, claims.data.email.toLowerCase()) : undefined;
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
