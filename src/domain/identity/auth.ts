import { passkey } from '@better-auth/passkey';
import type { AuthenticationResponseJSON } from '@simplewebauthn/browser';
import { betterAuth, type BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import type { Config } from '#kernel/config';
import type { Sessions } from '#kernel/context';
import type { Db } from '#kernel/db';
import { whoseKey } from './keys.ts';
import { whoIs } from './session.ts';

/** better-auth speaks camelCase; our tables speak snake_case. */
const snake = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]));

const sessionDays = 14;

/** Opens a session for whoever has proved who they are, by whichever way; called by us alone, mounted nowhere. */
const opening = {
  id: 'opening',
  endpoints: {
    openSession: createAuthEndpoint(
      '/open-session',
      { method: 'POST', body: z.object({ person: z.string() }), metadata: { SERVER_ONLY: true } },
      async (c) => {
        const { internalAdapter } = c.context;
        const user = await internalAdapter.findUserById(c.body.person);
        if (!user) throw new Error('a session was asked for somebody who is not there');
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(c, { session, user });
        return c.json({ ok: true });
      },
    ),
  },
} satisfies BetterAuthPlugin;

/** @throws APIError for an authenticator that did not make sure who holds it */
async function assertAsked(userVerified: boolean | undefined): Promise<undefined> {
  if (!userVerified) throw new APIError('BAD_REQUEST');
}

/**
 * Who somebody is: passwords and sessions. What they may do is ours (`role_grant`). Nobody signs up by themselves here:
 * accounts are opened by an administrator, and its own HTTP routes are not mounted.
 */
export function openAuth(db: Db, config: Pick<Config, 'publicUrl' | 'secret'>) {
  return betterAuth({
    appName: 'OpenOCOP',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: config.secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: { db, type: 'postgres', schemaName: 'identity', transaction: true },
    advanced: {
      database: { generateId: 'uuid', validateSchema: false },
      cookiePrefix: 'ocop',
      ipAddress: { ipAddressHeaders: ['x-ocop-ip'] },
    },
    user: {
      modelName: 'person',
      fields: snake('emailVerified', 'createdAt', 'updatedAt'),
      additionalFields: { phone: { type: 'string', required: false, input: false } },
    },
    session: {
      fields: snake('expiresAt', 'createdAt', 'updatedAt', 'ipAddress', 'userAgent', 'userId'),
      expiresIn: 60 * 60 * 24 * sessionDays,
    },
    account: {
      fields: snake(
        'accountId',
        'providerId',
        'userId',
        'accessToken',
        'refreshToken',
        'idToken',
        'accessTokenExpiresAt',
        'refreshTokenExpiresAt',
        'createdAt',
        'updatedAt',
      ),
    },
    verification: { fields: snake('expiresAt', 'createdAt', 'updatedAt') },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 200 },
    rateLimit: { enabled: false }, // ours is in PostgreSQL, by address and by account
    plugins: [
      opening,
      passkey({
        rpName: 'OpenOCOP',
        origin: new URL(config.publicUrl).origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        // The plugin takes an authenticator that asked for no finger, face or PIN; it would be one step only.
        registration: {
          afterVerification: ({ verification }) => assertAsked(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: ({ verification }) => assertAsked(verification.authenticationInfo.userVerified),
        },
        schema: {
          passkey: {
            fields: {
              ...snake('publicKey', 'userId', 'deviceType', 'backedUp', 'createdAt'),
              credentialID: 'credential_id',
            },
          },
        },
      }),
    ],
  });
}

/** Sessions as the kernel knows them, kept by better-auth. `today` decides which roles are held. */
export function openSessions(db: Db, config: Pick<Config, 'publicUrl' | 'secret'>, today: () => string): Sessions {
  const { api } = openAuth(db, config);
  return {
    whoIs: whoIs(db, config.secret, today),
    whoseKey: whoseKey(db, today),
    async open(person, headers) {
      const answer = await api.openSession({ body: { person }, headers, asResponse: true });
      if (!answer.ok) throw new Error(`better-auth opened no session: ${answer.status}`);
      return answer.headers.getSetCookie();
    },
    async end(headers) {
      const answer = await api.signOut({ headers, asResponse: true });
      return answer.headers.getSetCookie();
    },
    passkeys: {
      async ask(purpose, headers) {
        const asked = { headers, asResponse: true } as const;
        const answer =
          purpose === 'add'
            ? await api.generatePasskeyRegistrationOptions(asked)
            : await api.generatePasskeyAuthenticationOptions(asked);
        return answer.ok ? { options: await answer.json(), cookies: answer.headers.getSetCookie() } : null;
      },
      async add(name, response, headers) {
        const answer = await api.verifyPasskeyRegistration({ body: { name, response }, headers, asResponse: true });
        return answer.ok;
      },
      async signIn(response, headers) {
        const body = { response: response as AuthenticationResponseJSON };
        const answer = await api.verifyPasskeyAuthentication({ body, headers, asResponse: true });
        return answer.ok ? answer.headers.getSetCookie() : null;
      },
    },
  };
}
