import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from './fixture.ts';
import { data, port } from './place.ts';

const second = port + 2000;
const other = `http://localhost:${second}`;

/** A provider of OpenID Connect that knows one person; `liar`: its ID tokens are signed by another key than it shows. */
async function aProvider(email: string) {
  const [own, foreign] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
  const says = { liar: false };
  let nonce = '';
  const server = createServer(async (req, res) => {
    const url = new URL(req.url!, issuer);
    if (url.pathname === '/authorize') {
      nonce = url.searchParams.get('nonce')!;
      const back = new URL(url.searchParams.get('redirect_uri')!);
      back.search = String(new URLSearchParams({ code: 'xyz', state: url.searchParams.get('state')! }));
      return void res.writeHead(302, { location: back.href }).end();
    }
    const token = new SignJWT({ nonce })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(issuer)
      .setAudience('ocop')
      .setSubject('1')
      .setIssuedAt()
      .setExpirationTime('5m');
    const answers: Record<string, object> = {
      '/.well-known/openid-configuration': {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/keys`,
      },
      '/keys': { keys: [await exportJWK(own.publicKey)] },
      '/token': { access_token: 'abc', id_token: await token.sign((says.liar ? foreign : own).privateKey) },
      '/userinfo': { sub: '1', email, email_verified: true },
    };
    res.setHeader('content-type', 'application/json').end(JSON.stringify(answers[url.pathname] ?? {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { issuer, says, close: () => server.close() };
}

test('whoever has an account signs in by another sign-in; a token that it did not sign lets nobody in', async ({
  page,
  request,
}) => {
  const provider = await aProvider('can-bo-tinh@ocop.example');
  const server = spawn('node', ['src/server.ts'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(second),
      DATA_DIR: data,
      JOBS: 'none',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'ocop',
      OIDC_CLIENT_SECRET: 'a secret',
      OIDC_NAME: 'Cổng thử',
    },
    stdio: 'ignore',
  });
  const answers = () =>
    request.get(`${other}/api/health`).then(
      (answer) => answer.ok(),
      () => false,
    );
  try {
    await expect.poll(answers, { timeout: 30_000 }).toBe(true);
    const signIn = page.getByRole('link', { name: /Cổng thử/ });
    provider.says.liar = true;
    await page.goto(`${other}/sign-in`);
    await signIn.click();
    await expect(page.getByText('Không kiểm chứng được câu trả lời')).toBeVisible();
    await page.goto(`${other}/office`);
    await expect(page).toHaveURL(/\/sign-in\?to=/);
    provider.says.liar = false;
    await signIn.click();
    await expect(page).toHaveURL(`${other}/office`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Việc cần làm');
  } finally {
    const ended = new Promise((done) => server.once('close', done));
    server.kill('SIGTERM');
    await ended;
    provider.close();
  }
});
