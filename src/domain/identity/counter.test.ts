import { expect, test } from 'vitest';
import type { Db } from '#kernel/db';
import { registerProducer } from '#domain/producers/actions';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { password, personWithPassword, withSecondStep } from '../../../test/makers/people.ts';
import { aProducer, communes } from '../../../test/makers/producers.ts';
import { closeAccount, openAccount } from './accounts.ts';
import { findAtCounter, openAtCounter, resetAtCounter, spendCode } from './counter.ts';
import { openOwnAccount } from './own-account.ts';
import { invitationBehind, invite, openInvitations, takeInvitation, withdrawInvitation } from './invitations.ts';
import { listPeople, personWithRoles } from './queries.ts';
import { endRole, grantRole } from './roles.ts';
import { handedLetters } from './rules.ts';
import { signIn } from './session.ts';

const phone = '0912 345 678';
const wrong = { issues: [{ path: 'code', key: 'identity.counter_code_wrong' }] };
const officerOf = (db: Db, commune: string) => personWith(db, 'commune_officer', { area: `VN/22/${commune}` });

async function aHousehold(db: Db) {
  await communes(db);
  const { id } = await registerProducer(systemCtx(db), aProducer({ kind: 'household', name: 'Hộ Thử' }));
  return id;
}

test('an officer opens an account at the counter; its holder sets the password by phone number and code, once', async () => {
  const { db } = await freshDatabase();
  const officer = await officerOf(db, '06970');
  const { code } = await openAtCounter(ctxOf(db, officer), { name: 'Chị Ba', phone });
  expect(code).toMatch(new RegExp(`^[${handedLetters}]{8}$`));
  const typed = `${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`;
  await spendCode(ctxOf(db, null), { login: '+84912345678', code: typed, password });
  await signIn(systemCtx(db), { login: phone, password }, new Headers());
  await expect(spendCode(ctxOf(db, null), { login: phone, code, password })).rejects.toMatchObject(wrong);
});

test('a code dies by the fifth wrong try, by a day, and by a newer one; an unknown number answers alike', async () => {
  const { db } = await freshDatabase();
  const officer = ctxOf(db, await officerOf(db, '06970'));
  const spend = (code: string, login = phone) => spendCode(ctxOf(db, null), { login, code, password });
  const { id, code } = await openAtCounter(officer, { name: 'Chị Ba', phone });
  await expect(spend(code, '0987654321')).rejects.toMatchObject(wrong);
  for (let i = 0; i < 5; i++) await expect(spend('AAAAAAAA')).rejects.toMatchObject(wrong);
  await expect(spend(code)).rejects.toMatchObject(wrong);

  const first = await resetAtCounter(officer, { person: id });
  const second = await resetAtCounter(officer, { person: id });
  await expect(spend(first.code)).rejects.toMatchObject(wrong);
  await db
    .updateTable('identity.counter_code')
    .set({ expires_at: new Date(0) })
    .execute();
  await expect(spend(second.code)).rejects.toMatchObject(wrong);
});

test('what is kept of a code does not tell it', async () => {
  const { db } = await freshDatabase();
  const { code } = await openAtCounter(ctxOf(db, await officerOf(db, '06970')), { name: 'Chị Ba', phone });
  const kept = [
    await db.selectFrom('identity.counter_code').selectAll().execute(),
    await db.selectFrom('kernel.event').selectAll().execute(),
  ];
  expect(JSON.stringify(kept)).not.toContain(code);
});

test('a new password by a code ends the sessions, and a closed account takes no code', async () => {
  const { db } = await freshDatabase();
  const officer = ctxOf(db, await officerOf(db, '06970'));
  const person = await personWithPassword(db, phone);
  await signIn(systemCtx(db), { login: phone, password }, new Headers());
  const { code } = await resetAtCounter(officer, { person: person.id });
  await spendCode(ctxOf(db, null), { login: phone, code, password: 'một câu dài khác hẳn' });
  expect(await db.selectFrom('identity.session').select('id').execute()).toEqual([]);
  const again = await resetAtCounter(officer, { person: person.id });
  await closeAccount(systemCtx(db), { person: person.id });
  await expect(spendCode(ctxOf(db, null), { login: phone, code: again.code, password })).rejects.toMatchObject(wrong);
  await expect(resetAtCounter(officer, { person: person.id })).rejects.toMatchObject({ code: 'not_found' });
});

test('the officer at the counter is told of people of the own area, and of others only that they are there', async () => {
  const { db } = await freshDatabase();
  const producer = await aHousehold(db);
  const [here, elsewhere] = [await officerOf(db, '06970'), await officerOf(db, '06994')];
  const { id } = await openAccount(systemCtx(db), { name: 'Chị Ba', login: phone });
  await grantRole(ctxOf(db, here), { person: id, role: 'producer_owner', organisation: producer });
  const found = (officer: typeof here, typed = phone) => findAtCounter(ctxOf(db, officer), { phone: typed });
  expect([await found(here), await found(elsewhere), await found(here, '0987654321')]).toEqual([
    { phone: '+84912345678', is: 'known', id, name: 'Chị Ba', roles: ['producer_owner'] },
    { phone: '+84912345678', is: 'outside' },
    { phone: '+84987654321', is: 'nobody' },
  ]);
});

test('a commune officer sees the people of the own producers, and whoever got an account there and has no role yet', async () => {
  const { db } = await freshDatabase();
  const producer = await aHousehold(db);
  const [here, elsewhere] = [await officerOf(db, '06970'), await officerOf(db, '06994')];
  const { id: bare } = await openAtCounter(ctxOf(db, here), { name: 'Anh Tư', phone });
  const { id: owner } = await openAccount(systemCtx(db), { name: 'Chị Ba', login: 'ba@example.vn' });
  await grantRole(ctxOf(db, here), { person: owner, role: 'producer_owner', organisation: producer });
  const names = async (officer: typeof here) => {
    const { items } = await listPeople(ctxOf(db, officer), {});
    return items.map(({ id }) => id).filter((id) => id === bare || id === owner).length;
  };
  expect([await names(here), await names(elsewhere)]).toEqual([2, 0]);
  await expect(personWithRoles(ctxOf(db, elsewhere), owner)).rejects.toMatchObject({ code: 'not_found' });
});

test('nobody gives a role that is not theirs to give', async () => {
  const { db } = await freshDatabase();
  const producer = await aHousehold(db);
  const { id } = await openAccount(systemCtx(db), { name: 'Chị Ba', login: phone });
  const province = await personWith(db, 'province_officer', { area: 'VN/22' });
  const refused = { code: 'refused', details: { reason: 'identity.not_yours_to_give' } };
  const give = (actor: typeof province, role: object) => grantRole(ctxOf(db, actor), { person: id, ...role });
  await expect(give(province, { role: 'administrator' })).rejects.toMatchObject(refused);
  await expect(give(province, { role: 'province_officer', area: '22' })).rejects.toMatchObject(refused);
  await expect(give(province, { role: 'inspector', area: '01' })).rejects.toMatchObject(refused);
  await expect(give(await officerOf(db, '06970'), { role: 'commune_officer', area: '06970' })).rejects.toMatchObject(
    refused,
  );
  const self = grantRole(ctxOf(db, province), { person: province.id, role: 'inspector', area: '22' });
  await expect(self).rejects.toMatchObject(refused);
  await give(province, { role: 'producer_owner', organisation: producer });
});

test('a role begins on its first day and ends after its last', async () => {
  const { db } = await freshDatabase();
  await communes(db);
  const ctx = systemCtx(db);
  const { id } = await openAccount(ctx, { name: 'Thử', login: phone });
  const give = (days: object) => grantRole(ctx, { person: id, role: 'inspector', area: '22', ...days });
  await expect(give({ from: '2026-11-22' })).rejects.toMatchObject({ issues: [{ path: 'from' }] });
  await expect(give({ from: '2026-12-01', until: '2026-11-30' })).rejects.toMatchObject({
    issues: [{ path: 'until' }],
  });
  await give({ from: '2026-12-01', until: '2026-12-31' });
  const held = async (day: string) =>
    (await listPeople(systemCtx(db, day), {})).items.flatMap(({ roles }) => roles).length;
  expect([await held('2026-11-30'), await held('2026-12-01'), await held('2027-01-01')]).toEqual([0, 1, 0]);
});

test('an invitation opens the account of its phone number with its role, once', async () => {
  const { db } = await freshDatabase();
  const producer = await aHousehold(db);
  const officer = ctxOf(db, await officerOf(db, '06970'));
  const { token } = await invite(officer, { login: phone, role: 'producer_owner', organisation: producer });
  const nobody = ctxOf(db, null);
  expect(await invitationBehind(nobody, token)).toMatchObject({ role: 'producer_owner', hasAccount: false });
  await expect(takeInvitation(nobody, { token })).rejects.toMatchObject({ issues: [{ path: 'name' }] });
  const { person } = await takeInvitation(nobody, { token, name: 'Chị Ba', password });
  expect((await personWithRoles(officer, person)).grants).toMatchObject([
    { role: 'producer_owner', reach: 'VN/22/06970' },
  ]);
  await signIn(systemCtx(db), { login: phone, password }, new Headers());
  await expect(takeInvitation(nobody, { token, name: 'Khác', password })).rejects.toMatchObject({ code: 'link.spent' });
  expect([await invitationBehind(nobody, token), await openInvitations(officer)]).toEqual([null, []]);
});

test('whoever has an account takes an invitation up only when signed in by it', async () => {
  const { db } = await freshDatabase();
  const producer = await aHousehold(db);
  const officer = ctxOf(db, await officerOf(db, '06970'));
  const person = await personWithPassword(db, phone);
  const { token } = await invite(officer, { login: phone, role: 'producer_owner', organisation: producer });
  const foreign = { token, name: 'Kẻ khác', password };
  await expect(takeInvitation(ctxOf(db, null), foreign)).rejects.toMatchObject({ code: 'sign_in.needed' });
  await expect(takeInvitation(officer, { token })).rejects.toMatchObject({ code: 'refused' });
  await takeInvitation(ctxOf(db, person), { token });
});

test('an invitation is dead when it was withdrawn, is over, or whoever made it may not give the role any more', async () => {
  const { db } = await freshDatabase();
  const producer = await aHousehold(db);
  const actor = await officerOf(db, '06970');
  const asked = { login: phone, role: 'producer_owner', organisation: producer };
  const take = (token: string) => takeInvitation(ctxOf(db, null), { token, name: 'Chị Ba', password });
  const [first, second, third] = [
    await invite(ctxOf(db, actor), asked),
    await invite(ctxOf(db, actor), asked),
    await invite(ctxOf(db, actor), asked),
  ];
  await withdrawInvitation(ctxOf(db, actor), { invitation: first.id });
  await expect(take(first.token)).rejects.toMatchObject({ code: 'link.spent' });
  await db
    .updateTable('identity.invitation')
    .set({ expires_at: new Date(0) })
    .where('id', '=', second.id)
    .execute();
  await expect(take(second.token)).rejects.toMatchObject({ code: 'link.spent' });
  const { id: grant } = await db
    .selectFrom('identity.role_grant')
    .select('id')
    .where('person_id', '=', actor.id)
    .executeTakeFirstOrThrow();
  await endRole(systemCtx(db), { grant });
  expect(await invitationBehind(ctxOf(db, null), third.token)).toBeNull();
  await expect(take(third.token)).rejects.toMatchObject({ code: 'link.spent' });
  expect(await db.selectFrom('identity.person').select('id').where('phone', 'is not', null).execute()).toEqual([]);
});

test('nobody invites to a role that is not theirs to give, nor themselves; others’ invitations are not shown', async () => {
  const { db } = await freshDatabase();
  const producer = await aHousehold(db);
  const [here, elsewhere] = [await officerOf(db, '06970'), await officerOf(db, '06994')];
  const asked = { login: phone, role: 'producer_owner', organisation: producer };
  await expect(invite(ctxOf(db, elsewhere), asked)).rejects.toMatchObject({ code: 'refused' });
  await expect(invite(ctxOf(db, here), { ...asked, login: `${here.id}@example.vn` })).rejects.toMatchObject({
    code: 'refused',
  });
  await invite(ctxOf(db, here), asked);
  expect([(await openInvitations(ctxOf(db, here))).length, await openInvitations(ctxOf(db, elsewhere))]).toEqual([
    1,
    [],
  ]);
});

/** A passkey as better-auth keeps it. */
const withPasskey = (db: Db, person: string) =>
  db
    .insertInto('identity.passkey')
    .values({ user_id: person, credential_id: 'theirs', public_key: 'b', counter: 0, device_type: 'singleDevice', backed_up: false })
    .execute(); // prettier-ignore
const keysOf = (db: Db) => db.selectFrom('identity.passkey').select('id').execute();

test('whoever opened an account under the number of somebody else keeps no key to it', async () => {
  const { db } = await freshDatabase();
  const officer = ctxOf(db, await officerOf(db, '06970'));
  const { person } = await openOwnAccount(ctxOf(db, null), { name: 'Kẻ khác', phone, password });
  await withPasskey(db, person);
  await withSecondStep(db, { id: person, name: 'Kẻ khác', grants: [] });
  const { code } = await resetAtCounter(officer, { person });
  await spendCode(ctxOf(db, null), { login: phone, code, password: `${password} mới` });
  expect(await keysOf(db)).toEqual([]);
  expect((await signIn(systemCtx(db), { login: phone, password: `${password} mới` }, new Headers())).owesCode).toBe(
    false,
  );
});

test('the second step of whoever holds a role outlives a code of the counter; their passkeys do not', async () => {
  const { db } = await freshDatabase();
  const producer = await aHousehold(db);
  const officer = ctxOf(db, await officerOf(db, '06970'));
  const person = await personWithPassword(db, phone);
  await withSecondStep(db, person);
  await withPasskey(db, person.id);
  await grantRole(officer, { person: person.id, role: 'producer_owner', organisation: producer });
  const { code } = await resetAtCounter(officer, { person: person.id });
  await spendCode(ctxOf(db, null), { login: phone, code, password });
  expect(await keysOf(db)).toEqual([]);
  expect((await signIn(systemCtx(db), { login: phone, password }, new Headers())).owesCode).toBe(true);
});
