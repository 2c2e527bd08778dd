import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { inTransaction } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { isOpenAddress, postOut } from '#kernel/outbound';
import { addHook, pauseHook, sendHookAgain, testHook } from './actions.ts';
import { hooksWithLog } from './queries.ts';
import { deliver, tellHooks } from './reactions.ts';
import { pauseAfter } from './rules.ts';

const anywhere = () => true;

/** A server on this machine that keeps what it was sent and answers by the numbers given, the last one for ever. */
async function listener(...answers: number[]) {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    got.push({ headers: req.headers, body: Buffer.concat(parts).toString() });
    res.writeHead((answers.length > 1 ? answers.shift() : answers[0]) ?? 200, { location: '/elsewhere' }).end('words');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function told(url: string, more: Record<string, unknown> = {}) {
  const { db } = await freshDatabase();
  const ctx = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  const given = { name: 'Thử', url: 'https://hooks.example.vn/', types: ['dossier.moved', 'decision.released'] };
  const { id, secret } = await addHook(ctx, { ...given, ...more });
  await db.updateTable('hooks.endpoint').set({ url }).execute(); // an address that nobody could have typed
  return { db, ctx, id, secret };
}

/** Something happens at a place, and is heard by the reaction. */
async function happens(db: Db, area: string, data: Record<string, unknown> = {}) {
  const subject = { kind: 'product', id: newId(), area };
  const type = 'dossier.moved';
  await inTransaction(systemCtx(db), (tx) => record(tx, type, subject, data));
  const { id } = await db.selectFrom('kernel.event').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  const heard = { event: id, type, subject, data };
  await tellHooks.react(systemCtx(db), heard);
  return heard;
}
const log = async (ctx: Ctx) => (await hooksWithLog(ctx)).deliveries;

test('what happens is sent once, with ids alone, signed so that the other side can tell', async () => {
  const { got, url } = await listener(200);
  const { db, ctx, secret } = await told(url);
  const dossier = newId();
  const heard = await happens(db, 'VN/22/06970', { dossier, note: 'Nguyễn Văn Thử', status: 'filed' });
  await tellHooks.react(systemCtx(db), heard);
  const [one, another] = await log(ctx);
  expect(another).toBeUndefined();
  await Promise.all([deliver(systemCtx(db), one!.id, anywhere), deliver(systemCtx(db), one!.id, anywhere)]);
  expect(got).toHaveLength(1);
  const { headers, body } = got[0]!;
  expect(JSON.parse(body)).toMatchObject({ id: one!.id, type: 'dossier.moved', subject: { kind: 'product', id: heard.subject.id }, ids: { dossier } }); // prettier-ignore
  expect(body).not.toContain('Nguyễn');
  const [, second, sign] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['openocop-signature']))!;
  expect(createHmac('sha256', secret).update(`${second}.${body}`).digest('hex')).toBe(sign);
  expect(headers['openocop-delivery']).toBe(one!.id);
  expect(await log(ctx)).toMatchObject([{ state: 'sent', tries: 1, fault: null }]);
});

test('only what was chosen of the area that was chosen, while it is active', async () => {
  const { db, ctx, id } = await told('https://hooks.example.vn/', { area: '22' });
  await happens(db, 'VN/01/00004');
  expect(await log(ctx)).toEqual([]);
  await happens(db, 'VN/22/06970');
  expect(await log(ctx)).toHaveLength(1);
  await pauseHook(ctx, { hook: id, to: 'paused' });
  await happens(db, 'VN/22/06970');
  expect(await log(ctx)).toHaveLength(1);
});

test('an address that refuses or leads elsewhere is tried again, later each time, then given up until somebody asks', async () => {
  const { got, url } = await listener(500, 302, 200);
  const { db, ctx, id } = await told(url);
  const { id: delivery } = await testHook(ctx, { hook: id });
  const again = async () => {
    await db
      .updateTable('hooks.delivery')
      .set({ due_at: new Date(0) })
      .execute();
    await deliver(systemCtx(db), delivery, anywhere);
    return (await log(ctx))[0];
  };
  expect(await again()).toMatchObject({ state: 'waiting', tries: 1, fault: 'HTTP 500' });
  await deliver(systemCtx(db), delivery, anywhere);
  expect(got).toHaveLength(1); // not due yet
  await db.updateTable('hooks.delivery').set({ tries: 7 }).execute();
  expect(await again()).toMatchObject({ state: 'failed', fault: 'HTTP 302' });
  await sendHookAgain(ctx, { delivery });
  expect(await again()).toMatchObject({ state: 'sent', tries: 1 });
  expect(pauseAfter(8)).toBeNull();
});

test('nothing ever goes to this machine or its network, by number or by name', async () => {
  const { got, url } = await listener(200);
  const { db, ctx, id } = await told(url);
  await deliver(systemCtx(db), (await testHook(ctx, { hook: id })).id);
  expect(await log(ctx)).toMatchObject([{ state: 'waiting', fault: 'CLOSED_ADDRESS' }]);
  const named = url.replace('127.0.0.1', 'localhost');
  await expect(postOut({ url: named, body: '', headers: {} })).rejects.toMatchObject({ fault: 'CLOSED_ADDRESS' });
  expect(got).toEqual([]);
});

test.each([
  ['113.160.0.1', true], ['2405:4800::1', true], ['127.0.0.1', false], ['10.1.2.3', false], ['172.31.0.1', false],
  ['192.168.1.1', false], ['169.254.169.254', false], ['100.64.0.1', false], ['0.0.0.0', false], ['::1', false],
  ['fe80::1', false], ['fd00::1', false], ['::ffff:127.0.0.1', false], ['64:ff9b::7f00:1', false], ['2002:7f00:1::', false], ['hooks', false],
] as const)('%s is open: %s', (address, open) => {
  expect(isOpenAddress(address)).toBe(open);
}); // prettier-ignore

test('an address is one of the web, encrypted, without a password in it', async () => {
  const { db } = await freshDatabase();
  const ctx = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  for (const url of ['http://a.vn/', 'ftp://a.vn', 'https://u:p@a.vn/', 'a.vn'])
    await expect(addHook(ctx, { name: 'A', url, types: ['dossier.moved'] })).rejects.toMatchObject({ issues: [{ path: 'url', key: 'hooks.https' }] }); // prettier-ignore
  await expect(addHook(ctx, { name: 'A', url: 'https://a.vn/' })).rejects.toMatchObject({ issues: [{ path: 'types', key: 'hooks.choose' }] }); // prettier-ignore
});
