import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readCodes } from '#kernel/barcodes';
import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { personWithPassword, password, secretOf, withSecondStep } from '../../../test/makers/people.ts';
import { changePassword } from './passwords.ts';
import { endSession, endOtherSessions, ownDevices } from './devices.ts';
import { grantRole } from './roles.ts';
import { deviceOf, roughly, secondStepDue } from './rules.ts';
import { confirmSecondStep, endSecondStep, ownSecondStep, removeSecondStep, setSecondStepRule } from './second-step.ts';
import { signIn, signInByCode } from './session.ts';
import { codeAt, periodFor, periodOf } from './totp.ts';

const login = 'thu@example.vn';
const headers = (cookies: string[] = []) =>
  new Headers({
    'x-ocop-ip': '113.160.1.2',
    'user-agent': 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36',
    cookie: cookies.map((one) => one.split(';')[0]).join('; '),
  });
const whoIs = (db: Db, cookies: string[]) => systemCtx(db).runtime.sessions.whoIs(headers(cookies));

test('the codes are those of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // "12345678901234567890"
  const at = (seconds: number) => codeAt(secret, periodOf(new Date(seconds * 1000)));
  expect([59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000].map(at)).toEqual([
    '287082',
    '081804',
    '050471',
    '005924',
    '279037',
    '353130',
  ]);
});

test('a code fits its half minute and the ones beside it, once, and none before it afterwards', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const now = new Date(100 * 30_000);
  const fits = (period: number, last: number | null) => periodFor(secret, codeAt(secret, period), now, last);
  expect([98, 99, 100, 101, 102].map((period) => fits(period, null))).toEqual([null, 99, 100, 101, null]);
  expect([99, 100, 101].map((period) => fits(period, 100))).toEqual([null, null, 101]);
});

test('whoever has set up the second step signs in by password and code; a code works once', async () => {
  const { db } = await freshDatabase();
  const person = await personWithPassword(db, login);
  const { secret } = await withSecondStep(db, person);
  const ctx = systemCtx(db);
  const { cookies, owesCode } = await signIn(ctx, { login, password }, headers());
  expect(owesCode).toBe(true);
  expect(await whoIs(db, cookies)).toBeNull();
  const code = codeAt(secret, periodOf(new Date()) + 1);
  await expect(signInByCode(ctx, '000000', headers(cookies))).rejects.toMatchObject({
    issues: [{ path: 'code', key: 'identity.code_wrong' }],
  });
  const done = await signInByCode(ctx, code, headers(cookies));
  expect(await whoIs(db, done)).toMatchObject({ id: person.id });
  await expect(signInByCode(ctx, code, headers(cookies))).rejects.toMatchObject({ code: 'input.invalid' });
});

test('a recovery code signs in once', async () => {
  const { db } = await freshDatabase();
  const person = await personWithPassword(db, login);
  const { codes } = await withSecondStep(db, person);
  expect(codes).toHaveLength(10);
  const { cookies } = await signIn(systemCtx(db), { login, password }, headers());
  const typed = codes[0]!.replace(/(.{5})/, '$1-').toLowerCase();
  await signInByCode(systemCtx(db), typed, headers(cookies));
  await expect(signInByCode(systemCtx(db), typed, headers(cookies))).rejects.toMatchObject({ code: 'input.invalid' });
  expect(await ownSecondStep(ctxOf(db, person))).toMatchObject({ is: 'on', codesLeft: 9 });
});

test('codes are not guessed: the sixth wait a quarter of an hour, whatever the address', async () => {
  const { db } = await freshDatabase();
  await withSecondStep(db, await personWithPassword(db, login));
  const { cookies } = await signIn(systemCtx(db), { login, password }, headers());
  await db.deleteFrom('kernel.rate').execute(); // the code that set it up counts as well
  const guess = () => signInByCode(systemCtx(db), '000000', headers(cookies));
  for (let i = 0; i < 5; i++) await expect(guess()).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(guess()).rejects.toMatchObject({ code: 'limit.reached', details: { minutes: 15 } });
});

test('nobody makes the cookie that owes a code, and a changed password makes it void', async () => {
  const { db } = await freshDatabase();
  const person = await personWithPassword(db, login);
  const { secret } = await withSecondStep(db, person);
  const { cookies } = await signIn(systemCtx(db), { login, password }, headers());
  const [name, value = ''] = cookies[0]!.split(';')[0]!.split('=');
  const [id, until] = value.split('.');
  const code = codeAt(secret, periodOf(new Date()) + 1);
  for (const forged of [`${id}.${until}.AAAA`, `${id}.9999999999999.${value.split('.')[2]}`, 'x', '', `${id}`])
    await expect(signInByCode(systemCtx(db), code, headers([`${name}=${forged}`])), forged).rejects.toMatchObject({
      code: 'state.conflict',
    });
  await changePassword(ctxOf(db, person), { current: password, password: 'một câu dài khác hẳn' });
  await expect(signInByCode(systemCtx(db), code, headers(cookies))).rejects.toMatchObject({ code: 'state.conflict' });
});

test('setting it up takes the password and a first code, and ends the sessions that began without it', async () => {
  const { db } = await freshDatabase();
  const person = await personWithPassword(db, login);
  const before = await signIn(systemCtx(db), { login, password }, headers());
  await expect(confirmSecondStep(ctxOf(db, person), { code: '000000' })).rejects.toMatchObject({
    code: 'state.conflict',
  });
  await withSecondStep(db, person);
  expect(await whoIs(db, before.cookies)).toBeNull();
  await expect(endSecondStep(ctxOf(db, person), { current: 'không phải câu này' })).rejects.toMatchObject({
    issues: [{ path: 'current', key: 'identity.current_wrong' }],
  });
  await endSecondStep(ctxOf(db, person), { current: password });
  expect((await signIn(systemCtx(db), { login, password }, headers())).owesCode).toBe(false);
});

test('what is kept of the secret and of the recovery codes opens nothing by itself', async () => {
  const { db } = await freshDatabase();
  const { secret, codes } = await withSecondStep(db, await personWithPassword(db, login));
  const kept = JSON.stringify([
    await db.selectFrom('identity.second_step').selectAll().execute(),
    await db.selectFrom('identity.recovery_code').selectAll().execute(),
    await db.selectFrom('kernel.event').selectAll().execute(),
  ]);
  expect([secret, ...codes].filter((text) => kept.includes(text))).toEqual([]);
});

test('far-reaching roles rest after the days of grace, counted from the rule or from the role, whichever is later', () => {
  const rule = { since: '2026-11-01', days: 14 };
  const due = (role: string, from: string) => secondStepDue(rule, [{ role, from }]);
  expect([
    due('administrator', '2026-01-01'),
    due('province_officer', '2026-11-20'),
    due('commune_officer', '2026-01-01'),
    secondStepDue(null, [{ role: 'administrator', from: '2026-01-01' }]),
    secondStepDue({ since: '2026-12-25', days: 10 }, [{ role: 'ministry_officer', from: '2026-01-01' }]),
  ]).toEqual(['2026-11-15', '2026-12-04', null, null, '2027-01-04']);
});

test('asked for at once, an officer has no role until the second step is set up', async () => {
  const { db } = await freshDatabase();
  const person = await personWithPassword(db, login);
  await personWith(db, 'administrator', { area: 'VN' }); // the areas
  await grantRole(systemCtx(db), { person: person.id, role: 'province_officer', area: '22' });
  const { cookies } = await signIn(systemCtx(db), { login, password }, headers());
  await setSecondStepRule(systemCtx(db), { days: 0 });
  const resting = await whoIs(db, cookies);
  expect(resting).toMatchObject({ grants: [], owes: 'second_step' });
  await withSecondStep(db, resting!);
  expect(await whoIs(db, cookies)).toMatchObject({ grants: [{ role: 'province_officer' }] });
  await setSecondStepRule(systemCtx(db), { days: null });
  await removeSecondStep(systemCtx(db), { person: person.id });
});

test('sessions are shown with device and rough place, and ended one by one or all others', async () => {
  const { db } = await freshDatabase();
  await personWithPassword(db, login);
  const open = async () => (await signIn(systemCtx(db), { login, password }, headers())).cookies;
  const [first, second, third] = [await open(), await open(), await open()];
  const me = (await whoIs(db, first)) as Actor;
  const devices = await ownDevices(ctxOf(db, me));
  expect(devices.map(({ device, from, isThis }) => ({ device, from, isThis }))).toEqual([
    { device: 'Chrome · Android', from: '113.160.…', isThis: true },
    { device: 'Chrome · Android', from: '113.160.…', isThis: false },
    { device: 'Chrome · Android', from: '113.160.…', isThis: false },
  ]);
  const other = (await whoIs(db, second))!.session!;
  const stranger = await personWith(db, 'administrator', { area: 'VN' });
  await expect(endSession(ctxOf(db, stranger), { session: other })).rejects.toMatchObject({ code: 'not_found' });
  await endSession(ctxOf(db, me), { session: other });
  expect([await whoIs(db, second), (await whoIs(db, third))?.id]).toEqual([null, me.id]);
  await endOtherSessions(ctxOf(db, me), {});
  expect([(await whoIs(db, first))?.id, await whoIs(db, third)]).toEqual([me.id, null]);
});

test('a changed password needs the present one, and ends every other session', async () => {
  const { db } = await freshDatabase();
  await personWithPassword(db, login);
  const [first, second] = [
    await signIn(systemCtx(db), { login, password }, headers()),
    await signIn(systemCtx(db), { login, password }, headers()),
  ];
  const me = (await whoIs(db, first.cookies)) as Actor;
  const fresh = 'một câu dài khác hẳn';
  await expect(changePassword(ctxOf(db, me), { current: fresh, password: fresh })).rejects.toMatchObject({
    issues: [{ path: 'current', key: 'identity.current_wrong' }],
  });
  await changePassword(ctxOf(db, me), { current: password, password: fresh });
  expect([(await whoIs(db, first.cookies))?.id, await whoIs(db, second.cookies)]).toEqual([me.id, null]);
  await expect(signIn(systemCtx(db), { login, password }, headers())).rejects.toMatchObject({ code: 'sign_in.wrong' });
  await signIn(systemCtx(db), { login, password: fresh }, headers());
});

test('while it is being set up, the page has a QR code that tells a phone the same secret', async () => {
  const { db } = await freshDatabase();
  const person = await personWithPassword(db, login);
  const secret = await secretOf(db, person);
  const state = await ownSecondStep(ctxOf(db, person));
  if (state.is !== 'begun') throw new Error('not begun');
  const photo = await sharp(Buffer.from(state.picture)).resize(600).flatten({ background: '#fff' }).png().toBuffer();
  expect(await readCodes(photo, 'photo')).toEqual([
    `otpauth://totp/OpenOCOP:thu%40example.vn?secret=${secret}&issuer=OpenOCOP`,
  ]);
});

test('a browser and an address are told as far as their owner knows them again', () => {
  const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0';
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1';
  expect([edge, iphone, 'curl/8', ''].map(deviceOf)).toEqual(['Edge · Windows', 'Safari · iPhone', '', '']);
  expect(['113.160.1.2', '::ffff:10.0.0.1', '2405:4800:1::1', ''].map(roughly)).toEqual([
    '113.160.…',
    '10.0.…',
    '2405:4800:…',
    '',
  ]);
});
