import { beforeEach, expect, test } from 'vitest';
import { closeAccount } from '#domain/identity/accounts';
import { grantRole } from '#domain/identity/roles';
import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { AppError } from '#kernel/errors';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { personWithPassword } from '../../../test/makers/people.ts';
import { communes } from '../../../test/makers/producers.ts';
import { answerApplication, applyAsProducer, decideApplication, withdrawApplication } from './applications.ts';
import { applicationById, ownApplications, waitingApplications } from './applicants.ts';
import { producersHolder } from './personal.ts';
import { listProducers } from './queries.ts';
import { applicationAfter } from './rules.ts';

let db: Db;
let person: Actor;
let officer: Actor;

beforeEach(async () => {
  ({ db } = await freshDatabase());
  await communes(db);
  person = await personWithPassword(db);
  officer = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
});

const household = { kind: 'household', name: 'Hộ Lê Thị Thử', commune: '06970', representative_name: 'Lê Thị Thử' };
const apply = (given: object = {}) => applyAsProducer(ctxOf(db, person), { ...household, ...given });
const codeOf = (write: Promise<unknown>) =>
  write.then(
    () => 'done',
    (error: AppError) => error.details.reason ?? error.issues[0]?.key ?? error.code,
  );

test('what was decided, refused or withdrawn takes no further move', () => {
  const states = ['waiting', 'asked', 'accepted', 'refused', 'withdrawn'];
  const moves = ['accept', 'refuse', 'ask', 'answer', 'withdraw'] as const;
  expect(states.map((state) => moves.map((move) => applicationAfter(state, move)))).toEqual([
    ['accepted', 'refused', 'asked', null, 'withdrawn'],
    ['accepted', 'refused', null, 'waiting', 'withdrawn'],
    [null, null, null, null, null],
    [null, null, null, null, null],
    [null, null, null, null, null],
  ]);
});

test('nothing of it is in the register until an officer of its commune accepts; then whoever sent it is its owner', async () => {
  const { id } = await apply();
  const elsewhere = await personWith(db, 'commune_officer', { area: 'VN/22/06994' });
  expect((await listProducers(systemCtx(db), {})).items).toEqual([]);
  expect(await waitingApplications(ctxOf(db, elsewhere))).toEqual([]);
  await expect(applicationById(ctxOf(db, elsewhere), id)).rejects.toThrow('not_found');
  expect((await waitingApplications(ctxOf(db, officer))).map(({ name }) => name)).toEqual(['Hộ Lê Thị Thử']);

  const { producer } = await decideApplication(ctxOf(db, officer), { id, version: 1, verdict: 'accept' });
  expect((await listProducers(systemCtx(db), {})).items.map(({ name }) => name)).toEqual(['Hộ Lê Thị Thử']);
  const grants = await db.selectFrom('identity.role_grant').select(['role', 'organisation_id', 'granted_by']).where('person_id', '=', person.id).execute(); // prettier-ignore
  expect(grants).toEqual([{ role: 'producer_owner', organisation_id: producer, granted_by: officer.id }]);
  expect((await ownApplications(ctxOf(db, person))).map(({ state }) => state)).toEqual(['accepted']);
});

test('one waits at a time; what is asked for is answered, and what was seen earlier is no longer decided', async () => {
  const { id } = await apply();
  expect(await codeOf(apply({ name: 'Hộ khác' }))).toBe('producers.application_waits');
  expect(await codeOf(decideApplication(ctxOf(db, officer), { id, version: 1, verdict: 'refuse' }))).toBe('fields.required'); // prettier-ignore
  await decideApplication(ctxOf(db, officer), { id, version: 1, verdict: 'ask', reason: 'Ghi rõ thôn' });
  await answerApplication(ctxOf(db, person), { id, version: 2, ...household, street: 'Thôn 2', note: 'Đã ghi' });
  expect((await applicationById(ctxOf(db, officer), id)).typed.street).toBe('Thôn 2');
  expect(await codeOf(decideApplication(ctxOf(db, officer), { id, version: 2, verdict: 'accept' }))).toBe(
    'producers.application_meanwhile',
  );
  await withdrawApplication(ctxOf(db, person), { id, version: 3 });
  expect(await codeOf(apply({ name: 'Hộ khác' }))).toBe('done');
});

test('an officer does not accept what they sent themselves', async () => {
  await grantRole(systemCtx(db), { person: person.id, role: 'commune_officer', area: '06970' });
  const both = { ...person, grants: [{ role: 'commune_officer', area: 'VN/22/06970', organisation: null }] };
  const { id } = await apply();
  expect(await waitingApplications(ctxOf(db, both))).toEqual([]);
  expect(await codeOf(decideApplication(ctxOf(db, both), { id, version: 1, verdict: 'accept' }))).toBe('not_found');
});

test('the log quotes nothing of it, and it goes with the person', async () => {
  await apply({ contact_phone: '0912 345 678' });
  const told = await db.selectFrom('kernel.event').select('data').where('type', '=', 'application.sent').execute();
  expect(JSON.stringify(told)).not.toMatch(/Lê Thị Thử|912345678/);
  expect(await producersHolder.held(systemCtx(db), person.id)).toMatchObject({ applications: [{ state: 'waiting' }] });
  await systemCtx(db).runtime.db.transaction().execute((tx) => producersHolder.erase({ ...systemCtx(db), db: tx, touched: new Set() }, person.id)); // prettier-ignore
  expect(await db.selectFrom('producers.application').selectAll().execute()).toEqual([]);
});

test('nobody whose account is closed becomes an owner', async () => {
  const { id } = await apply();
  await closeAccount(systemCtx(db), { person: person.id });
  const ctx = ctxOf(db, officer);
  expect(await waitingApplications(ctx)).toEqual([]);
  expect(await codeOf(decideApplication(ctx, { id, version: 1, verdict: 'accept' }))).toBe('not_found');
});
