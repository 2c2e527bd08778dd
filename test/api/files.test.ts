import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { machines } from '#api/app';
import { inTransaction } from '#kernel/action';
import { type Ctx, type Runtime } from '#kernel/context';
import { fileAddress, pictureAddress } from '#kernel/files/address';
import { withoutFiles } from '#kernel/files/form';
import { claimUpload, filesOf, publishPicture } from '#kernel/files/rows';
import { openStore } from '#kernel/files/store';
import { fileDatabase } from '../database.ts';
import { personWith, testRuntime } from '../makers/context.ts';
import { filesCtx, folder, pdf, sha256, uploaded } from '../makers/files.ts';

const { db } = await fileDatabase();
let cookie: string;
let other: string;
beforeAll(async () => {
  [cookie, other] = [await signIn(), await signIn()];
});

async function signIn(): Promise<string> {
  const { id } = await personWith(db, 'auditor');
  const cookies = await testRuntime(db).sessions.open(id, new Headers());
  return cookies.map((one) => one.split(';')[0]).join('; ');
}

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** Our faces for files on a port, and a page that answers with the form that reached it. */
async function serve(at: string): Promise<{ base: string; runtime: Runtime; server: Server }> {
  const runtime = { ...testRuntime(db), files: openStore(at) };
  const answer = machines(runtime);
  const server = createServer((req, res) => {
    if (!req.url!.startsWith('/page')) return void answer(req, res);
    withoutFiles(runtime, req).then(
      async (made) => res.end(await textOf(made)),
      (error: { status: number }) => res.writeHead(error.status).end(),
    );
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { base, runtime, server };
}

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const headers = (base: string, as = cookie) => ({ cookie: as, origin: base });

async function begin(base: string, size: number): Promise<string> {
  const answer = await fetch(`${base}/uploads`, {
    method: 'POST',
    headers: { ...headers(base), 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'giay.pdf', size }),
  });
  expect(answer.status).toBe(201);
  return answer.headers.get('location')!;
}

/** The person of the cookie, with the files of this folder. */
async function personIn(at: string): Promise<Ctx> {
  const actor = await testRuntime(db).sessions.whoIs(new Headers({ cookie }));
  return filesCtx(db, actor, at);
}

test('an upload that is cut in the middle goes on after a restart, byte for byte', async () => {
  const at = folder();
  const first = await serve(at);
  const bytes = Buffer.concat([pdf(), Buffer.from(`%${'x'.repeat(700_000)}`)]);
  const address = await begin(first.base, bytes.length);
  const hang = new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(bytes.subarray(0, 200_000))), // then nothing more comes
  });
  const cut = fetch(first.base + address, {
    method: 'PATCH',
    headers: { ...headers(first.base), 'upload-offset': '0' },
    body: hang,
    duplex: 'half',
  } as RequestInit);
  const offset = async (base: string) =>
    Number((await fetch(base + address, { method: 'HEAD', headers: headers(base) })).headers.get('upload-offset'));
  await expect.poll(() => offset(first.base)).toBe(200_000);
  first.server.closeAllConnections();
  await expect(cut).rejects.toThrow(/fetch failed|terminated/);
  first.server.close();

  const { base } = await serve(at);
  const from = await offset(base);
  expect(from).toBe(200_000);
  const patch = (start: number, as = cookie) =>
    fetch(base + address, {
      method: 'PATCH',
      headers: { ...headers(base, as), 'upload-offset': String(start) },
      body: new Uint8Array(bytes.subarray(start)),
    });
  expect((await patch(from, other)).status).toBe(404);
  const wrong = await patch(0);
  expect([wrong.status, ((await wrong.json()) as { offset: number }).offset]).toEqual([409, 200_000]);
  const rest = await patch(from);
  expect([rest.status, rest.headers.get('upload-offset')]).toEqual([204, String(bytes.length)]);
  const done = await fetch(`${base}${address}/file`, { method: 'PUT', headers: headers(base) });
  expect(await done.json()).toMatchObject({ state: 'whole', kind: 'pdf', name: 'giay.pdf' });
  const ctx = await personIn(at);
  const id = await inTransaction(ctx, (tx) => claimUpload(tx, address.split('/')[2]!));
  expect((await filesOf(ctx, [id])).get(id)!.hash).toBe(sha256(bytes));
});

test('uploads are for whoever is signed in, from our own pages, and within the size', async () => {
  const { base } = await serve(folder());
  const ask = async (given: object, method = 'POST', path = '/uploads') =>
    (
      await fetch(base + path, {
        method,
        headers: { 'content-type': 'application/json', ...given },
        body: JSON.stringify({ name: 'a.pdf', size: 2 * 1024 * 1024 }),
      })
    ).status;
  expect([
    await ask({ origin: base }),
    await ask({ cookie }),
    await ask({ cookie, origin: 'https://elsewhere.example' }),
    await ask(headers(base)),
    await ask(headers(base), 'PATCH', '/uploads/nothing'),
  ]).toEqual([401, 403, 403, 422, 400]);
});

test('a file is served to its address only: as what it is, doing nothing, in ranges, and without a session', async () => {
  const at = folder();
  const { base, runtime } = await serve(at);
  const ctx = await personIn(at);
  const upload = await uploaded(ctx, pdf(), 'Giấy "ATTP".pdf');
  const id = await inTransaction(ctx, (tx) => claimUpload(tx, upload));
  const file = (await filesOf(ctx, [id])).get(id)!;
  const address = base + fileAddress(runtime, file);
  const answer = await fetch(address);
  expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(pdf())]).toEqual([200, true]);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': String(pdf().length),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'content-disposition': `attachment; filename="Giay ATTP.pdf"; filename*=UTF-8''Gi%E1%BA%A5y%20ATTP.pdf`,
    'cache-control': 'private, max-age=900',
    etag: `"${sha256(pdf())}"`,
  });
  expect(answer.headers.has('set-cookie')).toBe(false);

  const part = await fetch(address, { headers: { range: 'bytes=5-7' } });
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
    206,
    '1.7',
    `bytes 5-7/${pdf().length}`,
  ]);
  const status = async (url: string, given: Record<string, string> = {}, method = 'GET') =>
    (await fetch(url, { headers: given, method })).status;
  expect([
    await status(address, { range: 'bytes=5-7', 'if-range': '"of another file"' }),
    await status(address, { range: `bytes=${pdf().length}-` }),
    await status(address, { 'if-none-match': `"${sha256(pdf())}"` }),
    await status(address, {}, 'HEAD'),
    await status(address, {}, 'POST'),
    await status(`${base}/files/${id}/giay.pdf`, { cookie }),
    await status(address.replace(/until=(\d+)/, (_, until: string) => `until=${Number(until) + 1}`)),
    await status(base + fileAddress(runtime, file, Date.now() - 16 * 60_000)),
    await status(`${base}/files/${file.hash}/giay.pdf`, { cookie }),
    await status(`${base}/files/..%2f..%2fsecret/x`),
  ]).toEqual([200, 416, 304, 200, 404, 404, 404, 404, 404, 404]);
});

test('a picture that is shown to everybody has an address that stays, until it is shown no more', async () => {
  const at = folder();
  const { base } = await serve(at);
  const ctx = await personIn(at);
  const picture = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#573' } })
    .jpeg()
    .toBuffer();
  const upload = await uploaded(ctx, picture, 'anh.jpg');
  const id = await inTransaction(ctx, (tx) => claimUpload(tx, upload));
  const { hash } = (await filesOf(ctx, [id])).get(id)!;
  const rows = await db.selectFrom('kernel.picture').select('hash').where('of', '=', hash).execute();
  const all = () => Promise.all(rows.map(async (row) => (await fetch(base + pictureAddress(row.hash))).status));
  expect(await all()).toEqual([404, 404, 404, 404]);
  await inTransaction(ctx, (tx) => publishPicture(tx, id, true));
  expect(await all()).toEqual([200, 200, 200, 200]);
  const answer = await fetch(base + pictureAddress(rows[0]!.hash));
  expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    'image/webp',
    'public, max-age=86400',
  ]);
  expect((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).format).toBe('webp');
  await inTransaction(ctx, (tx) => publishPicture(tx, id, false));
  expect(await all()).toEqual([404, 404, 404, 404]);
});

test('a form without a script brings its file along; the page gets its texts and the name of the upload', async () => {
  const at = folder();
  const { base } = await serve(at);
  const post = async (file: File | null, as = cookie) => {
    const form = new FormData();
    form.set('number', '12/ATTP');
    form.set('issuer', 'Sở Nông nghiệp');
    if (file) form.set('file', file);
    const answer = await fetch(`${base}/page`, { method: 'POST', body: form, headers: headers(base, as) });
    return { status: answer.status, text: await answer.text() };
  };
  const fields = async (file: File | null) => Object.fromEntries(new URLSearchParams((await post(file)).text));
  const typed = { number: '12/ATTP', issuer: 'Sở Nông nghiệp' };
  const ctx = await personIn(at);
  const claim = (file: string | undefined) => inTransaction(ctx, (tx) => claimUpload(tx, String(file).split(' ')[0]!));

  const whole = await fields(new File([new Uint8Array(pdf())], 'giấy.pdf'));
  expect(whole).toEqual({ ...typed, file: expect.stringMatching(/^[0-9a-f-]{36} giấy\.pdf$/) });
  expect(await claim(whole.file)).toMatch(/^[0-9a-f-]{36}$/);
  expect(await fields(new File([], ''))).toEqual(typed);
  expect(await fields(null)).toEqual(typed);

  // What is wrong with the file does not cost what was typed: it is told when the form is saved.
  const large = await fields(new File([new Uint8Array(3 * 1024 * 1024)], 'to.pdf'));
  expect(large).toMatchObject(typed);
  await expect(claim(large.file)).rejects.toMatchObject({ issues: [{ key: 'files.too_large', params: { most: 1 } }] });
  const program = await fields(new File(['MZ'], 'giay.pdf'));
  await expect(claim(program.file)).rejects.toMatchObject({ issues: [{ key: 'files.kind' }] });

  // A stranger's form is no upload: it goes on as it came, and the page's own limit and door meet it.
  expect((await post(new File([new Uint8Array(pdf())], 'giấy.pdf'), '')).text).toContain('%PDF-1.7');
  expect((await post(new File([new Uint8Array(20 * 1024 * 1024)], 'to.pdf'))).status).toBe(413);
});

test('a form that breaks off in its file leaves nothing whole', async () => {
  const at = folder();
  const { base, runtime } = await serve(at);
  const before = await db.selectFrom('kernel.upload').select('id').where('state', '=', 'whole').execute();
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 and so on';
  const answer = await fetch(`${base}/page`, {
    method: 'POST',
    headers: { ...headers(base), 'content-type': 'multipart/form-data; boundary=b' },
    body: head,
  });
  expect(answer.status).toBe(400);
  onTestFinished(async () => {
    await runtime.db.deleteFrom('kernel.upload').execute();
  });
  const after = await db.selectFrom('kernel.upload').select('id').where('state', '=', 'whole').execute();
  expect(after).toEqual(before);
});
