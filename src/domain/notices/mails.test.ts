import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { hearAll, mailing, noticeFor } from '../../../test/makers/notices.ts';
import { aProducer, communes } from '../../../test/makers/producers.ts';
import { producerIn } from '../../../test/makers/products.ts';
import { inTransaction } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { newId } from '#kernel/ids';
import { openJobs, workJobs } from '#kernel/jobs';
import { openLog } from '#kernel/log';
import { MailFault, sendMail } from '#kernel/mail';
import { changeProducer, registerProducer } from '#domain/producers/actions';
import { changeSetting } from '#domain/settings/actions';
import { chooseMail, sendAgain } from './actions.ts';
import { give } from './give.ts';
import { lettersOf } from './letter.ts';
import { sendDue, sendNotice } from './mails.ts';
import { outbox } from './outbox.ts';
import { pauseAfter } from './rules.ts';

type Got = { to: string[]; text: string };

/** A mail server that takes mails, or answers each recipient with a refusal. */
async function server(refusal?: { code: number; words: string }) {
  const got: Got[] = [];
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (address, _, done) =>
      done(
        refusal
          ? Object.assign(new Error(`${refusal.words} ${address.address}`), { responseCode: refusal.code })
          : null,
      ),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        got.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(parts).toString() });
        done();
        arrive();
      });
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  onTestFinished(() => new Promise<void>((done) => smtp.close(() => done())));
  return { url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, got, arrived };
}

/** A server that takes a connection and never says a word. */
async function silentServer(): Promise<string> {
  const silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => new Promise<void>((done) => silent.close(() => done())));
  return `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
}

/** Somebody with a notice and its mail, written while there is a mail server. */
async function noticed(db: Db, url: string) {
  const person = await personWith(db, 'producer_owner', {});
  const { ctx, jobs } = mailing(systemCtx(db), url);
  const told = { kind: 'role_granted' as const, subject: { kind: 'role', id: newId() }, cause: newId() };
  const reader = { person: { id: person.id, room: 'account' as const } };
  const tell = (within: Ctx | Tx = ctx) =>
    inTransaction(within, (tx) => give(tx, [{ ...told, params: { role: 'producer_owner' }, for: reader }]));
  return { person, ctx, jobs, tell };
}

const mailOf = (db: Db) => db.selectFrom('notices.mail').selectAll().executeTakeFirstOrThrow();
const dueNow = (db: Db) =>
  db
    .updateTable('notices.mail')
    .set({ due_at: new Date(0) })
    .execute();
/** The words of a mail as a reader sees them: quoted-printable undone. */
const decoded = (text: string) =>
  decodeURIComponent(
    text
      .replaceAll('=\r\n', '')
      .replaceAll('%', '%25')
      .replace(/=([0-9A-F]{2})/g, '%$1'),
  );

test('a notice goes by mail once, whatever is done twice: told, queued, sent', async () => {
  const { db } = await freshDatabase();
  const { url, got } = await server();
  const { person, ctx, jobs, tell } = await noticed(db, url);
  const admin = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  await changeSetting(admin, { name: 'mail_sender', version: 0, value: 'OCOP Quảng Ninh' });
  await changeSetting(admin, { name: 'help_phone', version: 0, value: '0203 3 835 000' });
  await tell();
  await tell();
  expect(jobs).toHaveLength(1);
  await Promise.all([sendNotice(ctx, jobs[0]!), sendNotice(ctx, jobs[0]!)]);
  await sendNotice(ctx, jobs[0]!);
  expect(got).toHaveLength(1);
  expect(got[0]!.to).toEqual([`${person.id}@example.vn`]);
  expect(got[0]!.text).toContain(`Message-ID: <${jobs[0]}@localhost>`);
  expect(got[0]!.text).toContain('Auto-Submitted: auto-generated');
  const text = decoded(got[0]!.text);
  expect(text).toContain('Bạn được giao vai trò: Chủ thể – người đại diện.');
  expect(text).toContain('Mở để xem: http://localhost:3000/account');
  expect(text).toContain('Điện thoại hỗ trợ: 0203 3 835 000');
  expect(await mailOf(db)).toMatchObject({ state: 'sent', tries: 1, fault: null });
});

test('notice, mail and job are written together with what they tell of, or not at all', async () => {
  const { db } = await freshDatabase();
  const { ctx, jobs, tell } = await noticed(db, 'smtp://127.0.0.1:1');
  const cut = inTransaction(ctx, async (tx) => {
    await tell(tx);
    expect(jobs).toHaveLength(1); // asked of the transaction's own connection, and undone with it
    throw new Error('the power went');
  });
  await expect(cut).rejects.toThrow('the power went');
  expect(await db.selectFrom('notices.notice').selectAll().execute()).toEqual([]);
  expect(await db.selectFrom('notices.mail').selectAll().execute()).toEqual([]);
});

test('the queue sends it, a moment after it was told', async () => {
  const { db, url: database } = await freshDatabase();
  const { url, got, arrived } = await server();
  const { boss, enqueue } = await openJobs(database, openLog('silent'), ['notices.send']);
  onTestFinished(() => boss.stop({ graceful: false }));
  const { ctx, tell } = await noticed(db, url);
  const runtime = { ...ctx.runtime, enqueue };
  await workJobs(boss, runtime, { reactions: {}, chores: {}, errands: { 'notices.send': sendNotice } });
  await tell({ ...ctx, runtime });
  await arrived;
  expect(got).toHaveLength(1);
});

test('a server that is silent delays nobody: the mail is put off, longer each time, and given up at last', async () => {
  const { db } = await freshDatabase();
  const url = await silentServer();
  const fast = { connectionTimeout: 200, greetingTimeout: 200, socketTimeout: 200, dnsTimeout: 200 };
  const mail = {
    to: { name: 'A', address: 'a@example.vn' },
    from: { name: 'B' },
    subject: 's',
    text: 't',
    messageId: '<1@x>',
  };
  const fault = await sendMail({ url, from: 'ocop@example.vn' }, mail, fast).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(MailFault);
  expect(fault).toMatchObject({ fault: 'ETIMEDOUT', isFinal: false });
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(pauseAfter)).toEqual([2, 10, 30, 120, 360, 720, 1440, null]);

  // A port where nobody listens: refused at once, and put off in the same way.
  const { ctx, jobs, tell } = await noticed(db, 'smtp://127.0.0.1:1');
  await tell();
  await sendNotice(ctx, jobs[0]!);
  const first = await mailOf(db);
  expect(first).toMatchObject({ state: 'waiting', tries: 1, fault: 'ESOCKET' });
  expect(first.due_at.getTime()).toBeGreaterThan(Date.now() + 60_000);
  await sendNotice(ctx, jobs[0]!); // not due yet
  expect((await mailOf(db)).tries).toBe(1);
  for (let tries = 2; tries <= 8; tries++) {
    await dueNow(db);
    await sendDue(ctx);
  }
  expect(await mailOf(db)).toMatchObject({ state: 'failed', tries: 8 });
  expect(jobs).toHaveLength(1); // put off, not queued again: nothing piles up while a server is away
});

test('a name or a sentence with line ends adds no line to the head of a mail', async () => {
  const { url, got } = await server();
  await sendMail(
    { url, from: 'ocop@example.vn' },
    {
      to: { name: 'A\r\nBcc: b@example.vn', address: 'a@example.vn' },
      from: { name: 'B\nX-Made: up' },
      subject: 's\r\nCc: c@example.vn',
      text: 't',
      messageId: '<1@x>',
    },
  );
  expect(got[0]!.to).toEqual(['a@example.vn']);
  expect(got[0]!.text.split('\r\n\r\n')[0]).not.toMatch(/^(?:bcc|cc|x-made):/im);
});

test('a refusal for good ends a mail; its reason names nobody; an administrator sends it again', async () => {
  const { db } = await freshDatabase();
  const { url } = await server({ code: 550, words: 'no such user' });
  const { ctx, jobs, tell } = await noticed(db, url);
  await tell();
  await sendNotice(ctx, jobs[0]!);
  expect(await mailOf(db)).toMatchObject({ state: 'failed', tries: 1, fault: 'EENVELOPE 550' });
  const admin = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  await sendAgain(admin, { mail: jobs[0] });
  const { url: better, got } = await server();
  await sendNotice(mailing(systemCtx(db), better).ctx, jobs[0]!);
  expect(got).toHaveLength(1);
  await expect(sendAgain(admin, { mail: jobs[0] })).rejects.toMatchObject({ code: 'state.conflict' });
});

test('a passing refusal is tried again; a sender that died is taken up when its time is over', async () => {
  const { db } = await freshDatabase();
  const { url } = await server({ code: 450, words: 'try later' });
  const { ctx, jobs, tell } = await noticed(db, url);
  await tell();
  await sendNotice(ctx, jobs[0]!);
  expect(await mailOf(db)).toMatchObject({ state: 'waiting', fault: 'EENVELOPE 450' });
  const { url: better, got } = await server();
  const later = mailing(systemCtx(db), better).ctx;
  await db
    .updateTable('notices.mail')
    .set({ state: 'sending', due_at: new Date(Date.now() + 60_000) })
    .execute();
  await sendNotice(later, jobs[0]!);
  expect(got).toHaveLength(0);
  await dueNow(db);
  await sendNotice(later, jobs[0]!);
  expect(got).toHaveLength(1);
});

test('whoever lost the role, or closed the account, before a mail went gets none', async () => {
  const { db } = await freshDatabase();
  const { url, got } = await server();
  const producer = await producerIn(db, 'VN/22/06970');
  const owner = await personWith(db, 'producer_owner', { organisation: producer });
  const member = await personWith(db, 'producer_member', { organisation: producer });
  const officer = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
  await changeProducer(ctxOf(db, officer), { id: producer, version: 1, ...aProducer({ name: 'HTX Mới' }) });
  const { ctx, jobs } = mailing(systemCtx(db), url);
  await hearAll(ctx);
  expect(jobs).toHaveLength(2);
  await db.updateTable('identity.role_grant').set({ ended_at: new Date() }).where('person_id', '=', owner.id).execute();
  await db.updateTable('identity.person').set({ ended_at: new Date() }).where('id', '=', member.id).execute();
  for (const id of jobs) await sendNotice(ctx, id);
  expect(await db.selectFrom('notices.mail').select('state').execute()).toEqual([
    { state: 'dropped' },
    { state: 'dropped' },
  ]);
  expect(got).toEqual([]);
});

test('nobody gets a mail who wants none or has no address; whoever chose English gets English', async () => {
  const { db } = await freshDatabase();
  const { url, got } = await server();
  const { person, ctx, jobs, tell } = await noticed(db, url);
  await tell();
  await chooseMail(ctxOf(db, person), { language: 'en' });
  await sendNotice(ctx, jobs[0]!);
  expect(await mailOf(db)).toMatchObject({ state: 'dropped' });
  const again = await noticed(db, url);
  await chooseMail(ctxOf(db, again.person), { language: 'vi' });
  await again.tell();
  const byPhone = await noticed(db, url);
  await db
    .updateTable('identity.person')
    .set({ email: '84912345678@phone.invalid' })
    .where('id', '=', byPhone.person.id)
    .execute();
  await byPhone.tell();
  expect([...again.jobs, ...byPhone.jobs, ...got]).toEqual([]);
  // In English for whoever chose it.
  const english = await noticed(db, url);
  await chooseMail(ctxOf(db, english.person), { by_mail: 'on', language: 'en' });
  await english.tell();
  await sendNotice(english.ctx, english.jobs[0]!);
  expect(decoded(got[0]!.text)).toContain('http://localhost:3000/en/account');
});

test('without a mail server mails are kept, and an administrator reads what would have gone', async () => {
  const { db } = await freshDatabase();
  const person = await personWith(db, 'producer_owner', {});
  const id = await noticeFor(db, person);
  const admin = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  const { items } = await outbox(admin, {});
  expect(items).toMatchObject([{ id, state: 'kept', email: `${person.id}@example.vn` }]);
  expect(items[0]!.text).toContain('Kính gửi producer_owner');
  expect((await outbox(admin, { state: 'sent' })).items).toEqual([]);
  await expect(outbox(ctxOf(db, person), {})).rejects.toMatchObject({ code: 'refused' });
  // One that was kept stays so when a server comes: nobody is told of last year.
  const { url, got } = await server();
  await sendNotice(mailing(systemCtx(db), url).ctx, id);
  expect(got).toEqual([]);
});

test('a name with line ends writes no paragraphs of its own into a mail', async () => {
  const { db } = await freshDatabase();
  await communes(db);
  const name = 'HTX Sáng\n\nBấm https://la.example';
  const { id } = await registerProducer(systemCtx(db), aProducer({ name }));
  const told = {
    kind: 'paper_right',
    subject_kind: 'paper',
    subject_id: newId(),
    room: 'workspace' as const,
    language: null,
  };
  const [letter] = await lettersOf(systemCtx(db), [
    { ...told, params: { producer: id, type: 'haccp' }, name } as const,
  ]);
  expect(`${letter!.subject}\n${letter!.text}`).not.toMatch(/^Bấm/m);
});
