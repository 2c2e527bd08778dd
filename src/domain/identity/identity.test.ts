import { getMigrations } from 'better-auth/db/migration';
import { expect, test } from 'vitest';
import { contextFor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { newId } from '#kernel/ids';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx, testRuntime } from '../../../test/makers/context.ts';
import { communes } from '../../../test/makers/producers.ts';
import { closeAccount, openAccount, renewLink, reopenAccount, spendLink } from './accounts.ts';
import { endRole, grantRole } from './roles.ts';
import { openAuth } from './auth.ts';
import { readLog } from './log.ts';
import { sweepSessions } from './reactions.ts';
import { listPeople, personWithRoles } from './queries.ts';
import { holds, isOfficerOf, phoneOf } from './rules.ts';
import { signIn as begin } from './session.ts';

const password = 'một câu dài dễ nhớ';

async function account(db: Db, login: string) {
  const { id, token } = await openAccount(systemCtx(db), { name: 'Lê Thị Thử', login });
  await spendLink(systemCtx(db), { token, password });
  return id;
}

/** The cookies of somebody who signs in by password alone. */
const signIn = async (...given: Parameters<typeof begin>) => (await begin(...given)).cookies;

const headers = (address = '10.0.0.1') => new Headers({ 'x-ocop-ip': address });
const cookieOf = (cookies: string[]) => new Headers({ cookie: cookies.map((one) => one.split(';')[0]).join('; ') });

test('the tables are those that better-auth expects', async () => {
  const { db } = await freshDatabase();
  const { toBeAdded, toBeCreated } = await getMigrations(openAuth(db, testRuntime(db).config).options);
  expect({ toBeAdded, toBeCreated }).toEqual({ toBeAdded: [], toBeCreated: [] });
});

test('a person signs in by phone number or e-mail, is known by the cookie, and signs out', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  const id = await account(db, '0912 345 678');
  for (const login of ['0912345678', '+84 912 345 678', '84912345678']) {
    const cookies = await signIn(ctx, { login, password }, headers());
    expect(cookies[0]).toMatch(/HttpOnly/i);
    expect(cookies[0]).toMatch(/SameSite=Lax/i);
    const known = await ctx.runtime.sessions.whoIs(cookieOf(cookies));
    expect(known).toMatchObject({ id, name: 'Lê Thị Thử', grants: [] });
    await ctx.runtime.sessions.end(cookieOf(cookies));
    expect(await ctx.runtime.sessions.whoIs(cookieOf(cookies))).toBeNull();
  }
  const mail = await account(db, 'Thu@Example.vn');
  expect(
    await ctx.runtime.sessions.whoIs(cookieOf(await signIn(ctx, { login: 'thu@example.vn', password }, headers()))),
  ).toMatchObject({ id: mail });
});

test('a cookie of somebody else’s making opens nothing', async () => {
  const { db } = await freshDatabase();
  await account(db, 'thu@example.vn');
  const [cookie = ''] = await signIn(systemCtx(db), { login: 'thu@example.vn', password }, headers());
  const { whoIs } = systemCtx(db).runtime.sessions;
  const [name, value = ''] = cookie.split(';')[0]!.split('=');
  const token = decodeURIComponent(value).split('.')[0]!;
  for (const forged of [token, `${token}.AAAA`, `x${value}`, '%ff', ''])
    expect(await whoIs(new Headers({ cookie: `${name}=${forged}` })), forged).toBeNull();
});

test('a wrong name and a wrong password answer alike, and the sixth attempt waits', async () => {
  const { db } = await freshDatabase();
  await account(db, 'thu@example.vn');
  const wrong = (login: string) => signIn(systemCtx(db), { login, password: 'không phải câu này' }, headers());
  await expect(wrong('nobody@example.vn')).rejects.toMatchObject({ code: 'sign_in.wrong' });
  for (let i = 0; i < 5; i++) await expect(wrong('thu@example.vn')).rejects.toMatchObject({ code: 'sign_in.wrong' });
  await expect(wrong('thu@example.vn')).rejects.toMatchObject({ code: 'limit.reached', details: { minutes: 15 } });
  const right = signIn(systemCtx(db), { login: 'thu@example.vn', password }, headers());
  await expect(right).rejects.toMatchObject({ code: 'limit.reached' });
});

test('wrong passwords from one address do not lock the owner out at another', async () => {
  const { db } = await freshDatabase();
  await account(db, 'thu@example.vn');
  const wrong = { login: 'thu@example.vn', password: 'không phải câu này' };
  for (let i = 0; i < 5; i++)
    await expect(signIn(systemCtx(db), wrong, headers('10.9.9.9'))).rejects.toMatchObject({ code: 'sign_in.wrong' });
  await expect(signIn(systemCtx(db), wrong, headers('10.9.9.9'))).rejects.toMatchObject({ code: 'limit.reached' });
  expect(await signIn(systemCtx(db), { login: 'thu@example.vn', password }, headers('10.0.0.2'))).toHaveLength(1);
});

test('of the sign-ins from one address only wrong ones count: a whole office comes from one', async () => {
  const { db } = await freshDatabase();
  await account(db, 'thu@example.vn');
  const used = () =>
    db.selectFrom('kernel.rate').select('used').where('key', '=', 'sign-in:address:10.0.0.1').execute();
  for (let i = 0; i < 3; i++) await signIn(systemCtx(db), { login: 'thu@example.vn', password }, headers());
  expect(await used()).toEqual([{ used: 0 }]);
  await signIn(systemCtx(db), { login: 'thu@example.vn', password: 'sai mật khẩu này' }, headers()).catch(() => {});
  expect(await used()).toEqual([{ used: 1 }]);
});

test('nobody opens an account under the address that stands for a phone number', async () => {
  const { db } = await freshDatabase();
  await expect(openAccount(systemCtx(db), { name: 'Thử', login: '84912345678@phone.invalid' })).rejects.toMatchObject({
    issues: [{ path: 'login', key: 'identity.login_unknown' }],
  });
});

test('a closed account signs in no more, its sessions, links and roles are over; opened again it has no role', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  const id = await account(db, 'thu@example.vn');
  await grantRole(ctx, { person: id, role: 'auditor' });
  const { token } = await renewLink(ctx, { person: id });
  const cookies = cookieOf(await signIn(ctx, { login: 'thu@example.vn', password }, headers()));
  await closeAccount(ctx, { person: id });
  expect(await ctx.runtime.sessions.whoIs(cookies)).toBeNull();
  await expect(signIn(ctx, { login: 'thu@example.vn', password }, headers())).rejects.toMatchObject({
    code: 'sign_in.wrong',
  });
  await expect(spendLink(ctx, { token, password })).rejects.toMatchObject({ code: 'link.spent' });
  await expect(renewLink(ctx, { person: id })).rejects.toMatchObject({ code: 'state.conflict' });
  await expect(grantRole(ctx, { person: id, role: 'auditor' })).rejects.toMatchObject({ code: 'not_found' });
  await reopenAccount(ctx, { person: id });
  const again = await ctx.runtime.sessions.whoIs(
    cookieOf(await signIn(ctx, { login: 'thu@example.vn', password }, headers())),
  );
  expect(again?.grants).toEqual([]);
});

test('the account of the last administrator cannot be closed', async () => {
  const { db } = await freshDatabase();
  const last = await personWith(db, 'administrator', { area: 'VN' });
  await expect(closeAccount(systemCtx(db), { person: last.id })).rejects.toMatchObject({ code: 'state.conflict' });
  await personWith(db, 'administrator', { area: 'VN' });
  await closeAccount(systemCtx(db), { person: last.id });
});

test('an administrator whose role runs out, or whose account is closed, does not stand in for the last lasting one', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  const last = await personWith(db, 'administrator', { area: 'VN' });
  const grantOf = (person: string) =>
    db.selectFrom('identity.role_grant').select('id').where('person_id', '=', person).executeTakeFirstOrThrow();
  const passing = await account(db, 'tam@example.vn');
  await grantRole(ctx, { person: passing, role: 'administrator', until: ctx.today });
  const closed = await personWith(db, 'administrator', { area: 'VN' });
  await db
    .updateTable('identity.person')
    .set({ ended_at: new Date(0) })
    .where('id', '=', closed.id)
    .execute();
  const left = { code: 'state.conflict', details: { reason: 'identity.last_administrator' } };
  await expect(closeAccount(ctx, { person: last.id })).rejects.toMatchObject(left);
  await expect(endRole(ctx, { grant: (await grantOf(last.id)).id })).rejects.toMatchObject(left);
  await endRole(ctx, { grant: (await grantOf(passing)).id });
});

test('two lasting administrators who close each other at once: one of them remains', async () => {
  const { db } = await freshDatabase();
  const [one, other] = [
    await personWith(db, 'administrator', { area: 'VN' }),
    await personWith(db, 'administrator', { area: 'VN' }),
  ];
  const both = await Promise.allSettled([
    closeAccount(ctxOf(db, one), { person: other.id }),
    closeAccount(ctxOf(db, other), { person: one.id }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('a role for a producer that is not there is refused at its field', async () => {
  const { db } = await freshDatabase();
  const id = await account(db, 'thu@example.vn');
  await expect(
    grantRole(systemCtx(db), { person: id, role: 'producer_owner', organisation: newId() }),
  ).rejects.toMatchObject({ issues: [{ path: 'organisation', key: 'identity.organisation_unknown' }] });
});

test('what nobody can sign in by any more is swept away', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  await account(db, 'thu@example.vn');
  const cookies = await signIn(ctx, { login: 'thu@example.vn', password }, headers());
  await signIn(ctx, { login: 'thu@example.vn', password }, headers());
  const token = decodeURIComponent(cookies[0]!.split(/[=;]/)[1]!).split('.')[0]!;
  await db
    .updateTable('identity.session')
    .set({ expires_at: new Date(0) })
    .where('token', '=', token)
    .execute();
  await db
    .updateTable('identity.one_time_link')
    .set({ used_at: new Date(0) })
    .execute();
  await sweepSessions(ctx);
  const count = async (table: 'identity.session' | 'identity.one_time_link') =>
    (await db.selectFrom(table).selectAll().execute()).length;
  expect([await count('identity.session'), await count('identity.one_time_link')]).toEqual([1, 0]);
});

test('a link sets the password once; a newer one makes it void; a new password ends every session', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  const { id, token } = await openAccount(ctx, { name: 'Thử', login: 'thu@example.vn' });
  const newer = await renewLink(ctx, { person: id });
  await expect(spendLink(ctx, { token, password })).rejects.toMatchObject({ code: 'link.spent' });
  await spendLink(ctx, { token: newer.token, password });
  await expect(spendLink(ctx, { token: newer.token, password })).rejects.toMatchObject({ code: 'link.spent' });
  const cookies = cookieOf(await signIn(ctx, { login: 'thu@example.vn', password }, headers()));
  const third = await renewLink(ctx, { person: id });
  await spendLink(ctx, { token: third.token, password: 'một câu dài khác hẳn' });
  expect(await ctx.runtime.sessions.whoIs(cookies)).toBeNull();
});

test('a role acts in its own area from its first day until it ends', async () => {
  const { db } = await freshDatabase();
  await communes(db);
  const ctx = systemCtx(db);
  const id = await account(db, 'thu@example.vn');
  const grant = await grantRole(ctx, { person: id, role: 'commune_officer', area: '06970' });
  const cookies = cookieOf(await signIn(ctx, { login: 'thu@example.vn', password }, headers()));
  const officer = await ctx.runtime.sessions.whoIs(cookies);
  expect([
    isOfficerOf(officer, 'VN/22/06970'),
    isOfficerOf(officer, 'VN/22/06994'),
    isOfficerOf(officer, 'VN/22'),
  ]).toEqual([true, false, false]);
  await endRole(ctx, { grant: grant.id });
  expect(holds(await ctx.runtime.sessions.whoIs(cookies), 'commune_officer')).toBe(false);
});

test('people and log are read by whoever answers for the area, whole by auditors', async () => {
  const { db } = await freshDatabase();
  await communes(db);
  const of = (actor: Awaited<ReturnType<typeof personWith>>) => contextFor(testRuntime(db), actor);
  const here = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
  const province = await personWith(db, 'province_officer', { area: 'VN/22' });
  const elsewhere = await personWith(db, 'province_officer', { area: 'VN/01' });
  const auditor = await personWith(db, 'auditor', { area: 'VN' });
  await grantRole(systemCtx(db), { person: here.id, role: 'commune_officer', area: '06994' });
  const names = async (actor: typeof here) => (await listPeople(of(actor), {})).items.length;
  expect([await names(province), await names(elsewhere), await names(auditor)]).toEqual([2, 1, 4]);
  expect(await names(here)).toBe(1);
  const inspector = await personWith(db, 'inspector', { area: 'VN/22' });
  await expect(listPeople(of(inspector), {})).rejects.toMatchObject({ code: 'refused' });
  await expect(personWithRoles(of(elsewhere), here.id)).rejects.toMatchObject({ code: 'not_found' });
  const entries = async (actor: typeof here) => (await readLog(of(actor), {})).items.length;
  expect([await entries(province), await entries(elsewhere), await entries(here), await entries(auditor)]).toEqual([
    1, 0, 0, 1,
  ]);
});

test('a phone number has one form', () => {
  expect(['0912345678', '+84912345678', '84 912.345.678'].map(phoneOf)).toEqual(Array(3).fill('+84912345678'));
  expect(['0212345678', '091234567', '+1 912345678', '０９１２３４５６７８'].map(phoneOf)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
