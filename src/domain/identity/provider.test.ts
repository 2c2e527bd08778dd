import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { contextFor, type Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { freshDatabase } from '../../../test/database.ts';
import { testRuntime } from '../../../test/makers/context.ts';
import { password, personWithPassword, withSecondStep } from '../../../test/makers/people.ts';
import { beginAtProvider, signInFromProvider } from './provider.ts';
import { signIn } from './session.ts';

const login = 'thu@example.vn';
const silent = { code: 'state.conflict', details: { reason: 'identity.provider_silent' } };
const unknown = { code: 'refused', details: { reason: 'identity.provider_unknown' } };

const untrusted = { code: 'state.conflict', details: { reason: 'identity.provider_untrusted' } };

const own = await generateKeyPair('ES256');
const other = await generateKeyPair('ES256');

type Says = {
  email?: string;
  verified?: boolean;
  mute?: string;
  sub?: string;
  /** What the ID token says otherwise than an honest one. */
  claims?: JWTPayload;
  /** How it is signed otherwise. */
  sign?: (claims: JWTPayload) => Promise<string> | string;
};

const signed = (claims: JWTPayload, key = own.privateKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(key);

/** A provider of OpenID Connect: a real server, honest but for what a test makes of it. */
async function aProvider(says: Says = {}) {
  let nonce = '';
  const heard: string[] = [];
  const bodies: URLSearchParams[] = [];
  const server = createServer(async (req: IncomingMessage, res: ServerResponse) => {
    const path = req.url!.split('?')[0]!;
    heard.push(path);
    if (path === says.mute) return; // accepts, and stays silent
    let body = '';
    for await (const chunk of req) body += String(chunk);
    if (path === '/token') bodies.push(new URLSearchParams(body));
    nonce = new URL(req.url!, issuer).searchParams.get('nonce') ?? nonce;
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: 'ocop', sub: '1', iat: now, exp: now + 300, nonce, ...says.claims };
    const answers: Record<string, object> = {
      '/authorize': {},
      '/keys': { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] },
      '/.well-known/openid-configuration': {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/keys`,
      },
      '/token': { access_token: 'abc', token_type: 'Bearer', id_token: await (says.sign ?? signed)(claims) },
      '/userinfo': {
        sub: says.sub ?? '1',
        email: says.email ?? 'Thu@Example.vn',
        email_verified: says.verified ?? true,
      },
    };
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(answers[path]));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { issuer, heard, bodies };
}

function ctxWith(db: Db, issuer: string): Ctx {
  const runtime = testRuntime(db);
  const oidc = { issuer, clientId: 'ocop', clientSecret: 'a secret', name: 'VNeID thử' };
  return contextFor({ ...runtime, config: { ...runtime.config, oidc } }, null);
}

/** Goes to the provider and comes back. */
async function through(ctx: Ctx, change: { state?: string; cookie?: string } = {}) {
  const begun = await beginAtProvider(ctx, '?to=/office', new Headers());
  await fetch(begun.address); // the browser goes there
  const state = change.state ?? new URL(begun.address).searchParams.get('state')!;
  const headers = new Headers({ cookie: change.cookie ?? begun.cookie.split(';')[0]! });
  return signInFromProvider(ctx, new URLSearchParams({ code: 'xyz', state }), headers);
}

const whoIs = (ctx: Ctx, cookies: string[]) =>
  ctx.runtime.sessions.whoIs(new Headers({ cookie: cookies.map((one) => one.split(';')[0]).join('; ') }));

test('whoever has an account with the same verified e-mail signs in; where the provider is, is asked once', async () => {
  const { db } = await freshDatabase();
  const { issuer, heard, bodies } = await aProvider();
  const ctx = ctxWith(db, issuer);
  const person = await personWithPassword(db, login);
  const back = await through(ctx);
  expect([back.to, (await whoIs(ctx, back.cookies))?.id]).toEqual(['?to=/office', person.id]);
  await through(ctx);
  expect(heard.filter((path) => path.startsWith('/.well-known'))).toHaveLength(1);
  expect(bodies[0]!.get('code_verifier')).toMatch(/^[\w-]{43}$/);
});

test('no account is made, and none is opened by an e-mail that is not verified or stands for a phone number', async () => {
  const { db } = await freshDatabase();
  await personWithPassword(db, login);
  await personWithPassword(db, '0912 345 678');
  const attempt = async (says: Parameters<typeof aProvider>[0]) => through(ctxWith(db, (await aProvider(says)).issuer));
  await expect(attempt({ verified: false })).rejects.toMatchObject(unknown);
  await expect(attempt({ email: 'ai@example.vn' })).rejects.toMatchObject(unknown);
  await expect(attempt({ email: '84912345678@phone.invalid' })).rejects.toMatchObject(unknown);
  expect(await db.selectFrom('identity.person').select('id').execute()).toHaveLength(2);
});

test('the answer to another browser’s question, and a cookie of somebody else’s making, open nothing', async () => {
  const { db } = await freshDatabase();
  await personWithPassword(db, login);
  const ctx = ctxWith(db, (await aProvider()).issuer);
  const over = { code: 'state.conflict', details: { reason: 'identity.provider_over' } };
  await expect(through(ctx, { state: 'theirs' })).rejects.toMatchObject(over);
  await expect(through(ctx, { cookie: '' })).rejects.toMatchObject(over);
  await expect(through(ctx, { cookie: 'ocop.provider=e30.AAAA' })).rejects.toMatchObject(over);
});

test('whoever has set up the second step still owes the code', async () => {
  const { db } = await freshDatabase();
  await withSecondStep(db, await personWithPassword(db, login));
  const ctx = ctxWith(db, (await aProvider()).issuer);
  const back = await through(ctx);
  expect([back.owesCode, await whoIs(ctx, back.cookies)]).toEqual([true, null]);
});

test('an ID token that the provider did not sign for us, for this question and for now opens nothing', async () => {
  const { db } = await freshDatabase();
  await personWithPassword(db, login);
  const past = Math.floor(Date.now() / 1000) - 3600;
  const secret = new TextEncoder().encode('a secret'.padEnd(32, '.'));
  const lies: Record<string, Says> = {
    'another’s signature': { sign: (claims) => signed(claims, other.privateKey) },
    'no signature': { sign: (claims) => new UnsecuredJWT(claims).encode() },
    'our own secret as the key': {
      sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret),
    },
    'a changed token': { sign: async (claims) => (await signed(claims)).replace(/\.[^.]{6}/, '.AAAAAA') },
    'no token': { sign: () => 'abc' },
    'another audience': { claims: { aud: 'another' } },
    'several audiences, given to another': { claims: { aud: ['ocop', 'another'], azp: 'another' } },
    'another issuer': { claims: { iss: 'http://127.0.0.1:1' } },
    'over an hour ago': { claims: { exp: past } },
    'without an end': { claims: { exp: undefined } },
    'another question': { claims: { nonce: 'theirs' } },
    'no question': { claims: { nonce: undefined } },
  };
  const outcomes = await Promise.all(
    Object.entries(lies).map(async ([lie, says]) => {
      const ctx = ctxWith(db, (await aProvider(says)).issuer);
      return [lie, await through(ctx).catch((error: unknown) => error)] as const;
    }),
  );
  for (const [lie, outcome] of outcomes) expect(outcome, lie).toMatchObject(untrusted);
  // What the e-mail is asked by must speak of the same person.
  await expect(through(ctxWith(db, (await aProvider({ sub: '2' })).issuer))).rejects.toMatchObject(unknown);
});

for (const mute of ['/.well-known/openid-configuration', '/token', '/keys', '/userinfo'])
  test(`a provider that accepts and stays silent at ${mute} is given up, and delays nobody else`, async () => {
    const { db } = await freshDatabase();
    await personWithPassword(db, login);
    const ctx = ctxWith(db, (await aProvider({ mute })).issuer);
    const order: string[] = [];
    const given = through(ctx).catch((error: unknown) => {
      order.push('provider');
      return error;
    });
    const { cookies } = await signIn(ctx, { login, password }, new Headers());
    expect(await whoIs(ctx, cookies)).not.toBeNull();
    order.push('password');
    expect(await given).toMatchObject(silent);
    expect(order).toEqual(['password', 'provider']);
  });

test('without a provider there is none', async () => {
  const { db } = await freshDatabase();
  await expect(beginAtProvider(contextFor(testRuntime(db), null), '', new Headers())).rejects.toMatchObject({
    code: 'not_found',
  });
});
