import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { filesCtx, uploaded } from '../../../test/makers/files.ts';
import { aPaper } from '../../../test/makers/papers.ts';
import { producerIn } from '../../../test/makers/products.ts';
import { paperById } from '#domain/papers/queries';
import {
  checkProducerFact,
  correctProducerFact,
  enterProducerFact,
  producerFacts,
  producerOwner,
} from '#domain/producers/facts';
import { decideProposal } from '#domain/proposals/actions';
import { newId } from '#kernel/ids';
import { confirmEntry, disputeEntry, enterOnBehalf } from './actions.ts';
import { confirmByCode, makeCode } from './codes.ts';
import { entriesOf, entriesToAnswer, marksOf, openEntries } from './queries.ts';
import { overtakeEntries } from './reactions.ts';
import { confirmBySheet } from './sheets.ts';

const commitment = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };
const wrong = { code: 'input.invalid', issues: [{ path: 'code', key: 'behalf.code_wrong' }] };

/** A household, its person, and the officer at the counter; `enter` enters one more commitment on its behalf. */
async function atCounter() {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970', 'Hộ Thử');
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  const enter = (given: object = {}) =>
    enterOnBehalf(officer, { producer, act: 'producers.enter_fact', input: { ...commitment, ...given, producer } });
  const fact = async () =>
    (await producerFacts(officer, await producerOwner(officer, producer))).safety_commitment![0]!;
  const stateOf = async (id: string) => (await marksOf(officer, [id])).get(id)?.state;
  return { db, producer, own, officer, enter, fact, stateOf };
}

test('what is entered on a producer’s behalf is its own word: unchecked, marked, and waiting for it', async () => {
  const { own, officer, enter, fact, stateOf, producer } = await atCounter();
  const { entry, id } = await enter();
  expect(await fact()).toMatchObject({ id, checked: false, recorded_by: officer.actor!.id });
  expect(await stateOf(id)).toBe('waiting');
  expect((await openEntries(officer)).map((one) => one.id)).toEqual([entry]);
  expect(await entriesToAnswer(own)).toMatchObject([{ id: entry, producer: 'Hộ Thử', thing_version: 1 }]);
  await confirmEntry(own, { entry, version: 1 });
  expect(await entriesOf(own, producer)).toMatchObject([{ state: 'confirmed', how: 'signed_in' }]);
  expect(await openEntries(officer)).toEqual([]);
});

test('an official’s check does not stand for the producer’s word', async () => {
  const { officer, enter, fact, stateOf } = await atCounter();
  const { id } = await enter();
  await checkProducerFact(officer, { kind: commitment.kind, id, version: 1 });
  expect([(await fact()).checked, await stateOf(id)]).toEqual([true, 'waiting']);
});

test('what the producer may not do itself, nobody does on its behalf', async () => {
  const { db, officer, producer } = await atCounter();
  const { id } = await enterProducerFact(systemCtx(db), { producer, ...commitment });
  const enter = (act: string, input: object) => enterOnBehalf(officer, { producer, act, input });
  const change = { ...commitment, id, version: 1, number: '12/CK' };
  await expect(enter('producers.correct_fact', change)).rejects.toMatchObject({ code: 'refused' });
  await expect(enter('papers.check', { id, version: 1, verdict: 'right' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const other = await producerIn(db, 'VN/22/06970', 'Hộ Khác');
  await expect(enter('producers.enter_fact', { ...commitment, producer: other })).rejects.toMatchObject({
    code: 'refused',
  });
  await expect(enter('producers.enter_fact', { ...commitment, producer, from: '31/02/2026' })).rejects.toMatchObject({
    issues: [{ path: 'from' }],
  });
  expect(await openEntries(officer)).toEqual([]);
  // It is proposed instead, and whoever typed the proposal does not decide it.
  const made = await enter('proposals.make', { act: 'producers.correct_fact', input: { ...change, version: '1' } });
  const decision = { proposal: made.id, version: 1, decision: 'accept' };
  await expect(decideProposal(officer, decision)).rejects.toMatchObject({ code: 'refused' });
});

test('a paper entered on its behalf waits for an officer’s check, too', async () => {
  const { officer, producer, stateOf } = await atCounter();
  const input = { ...aPaper(producer), checked: 'on' };
  const { id } = await enterOnBehalf(officer, { producer, act: 'papers.deposit', input });
  expect([(await paperById(officer, id)).verdict, await stateOf(id)]).toEqual([null, 'waiting']);
});

test('called wrong, it goes back to the officer with the reason; whoever sets it right speaks last', async () => {
  const { own, officer, enter, stateOf, producer } = await atCounter();
  const { entry, id } = await enter();
  await disputeEntry(own, { entry, version: 1, words: 'Ngày cam kết là 1/4' });
  expect(await openEntries(officer)).toMatchObject([{ id: entry, state: 'disputed', words: 'Ngày cam kết là 1/4' }]);
  await expect(confirmEntry(own, { entry, version: 1 })).rejects.toMatchObject({ code: 'state.conflict' });
  const corrected = await enterOnBehalf(officer, {
    producer,
    act: 'producers.correct_fact',
    input: { ...commitment, id, version: '1', from: '2026-04-01' },
  });
  const happened = { kind: 'producer', id: producer };
  // The event of the correction is older than its entry and younger than the one before.
  const events = await officer.db
    .selectFrom('kernel.event')
    .select('id')
    .where('type', '=', 'fact.corrected')
    .execute();
  const heard = { event: events[0]!.id, type: 'fact.corrected', subject: happened, data: { fact: id } };
  await overtakeEntries.react(systemCtx(officer.runtime.db), heard);
  expect(await openEntries(officer)).toMatchObject([{ id: corrected.entry, state: 'waiting', thing_version: 2 }]);
  await correctProducerFact(officer, { ...commitment, id, version: 2, from: '2026-05-01' });
  await overtakeEntries.react(systemCtx(officer.runtime.db), { ...heard, event: newId() });
  expect([await openEntries(officer), await stateOf(id)]).toEqual([[], undefined]);
});

test('the code that the producer reads confirms what was ticked, once; guessed, used, replaced or over it confirms nothing', async () => {
  const { db, own, officer, enter, producer } = await atCounter();
  const [one, two] = [await enter(), await enter({ number: '2' })];
  const by = (code: string, entries = [one.entry]) => confirmByCode(officer, { producer, entries, code });
  await expect(by('AAAAAA')).rejects.toMatchObject(wrong);
  const first = await makeCode(own, { producer });
  const { code } = await makeCode(own, { producer });
  await expect(by(first.code)).rejects.toMatchObject(wrong);
  await expect(by(code, [])).rejects.toMatchObject({ issues: [{ path: 'entries', key: 'behalf.choose_entries' }] });
  await by(`${code.slice(0, 3)}-${code.slice(3).toLowerCase()}`);
  expect(await entriesOf(own, producer)).toMatchObject([
    { id: two.entry, state: 'waiting' },
    { id: one.entry, state: 'confirmed', how: 'code', answered_by_name: expect.stringMatching(/producer_owner/) },
  ]);
  await expect(by(code, [two.entry])).rejects.toMatchObject(wrong);
  const next = await makeCode(own, { producer });
  for (let i = 0; i < 5; i++) await expect(by('AAAAAA', [two.entry])).rejects.toMatchObject(wrong);
  await expect(by(next.code, [two.entry])).rejects.toMatchObject(wrong);
  const late = await makeCode(own, { producer });
  await db
    .updateTable('behalf.code')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .execute();
  await expect(by(late.code, [two.entry])).rejects.toMatchObject(wrong);
  const last = await makeCode(own, { producer });
  await db
    .updateTable('identity.role_grant')
    .set({ ended_at: new Date() })
    .where('person_id', '=', own.actor!.id)
    .execute();
  await expect(by(last.code, [two.entry])).rejects.toMatchObject(wrong);
});

test('whoever typed it never confirms it, whatever roles they hold', async () => {
  const { db, officer, enter, producer } = await atCounter();
  const { entry } = await enter();
  const own = { role: 'producer_owner', area: null, organisation: producer };
  const both = ctxOf(db, { ...officer.actor!, grants: [...officer.actor!.grants, own] });
  await expect(confirmEntry(both, { entry, version: 1 })).rejects.toMatchObject({ code: 'refused' });
  await db
    .insertInto('identity.role_grant')
    .values({ id: newId(), person_id: both.actor!.id, role: own.role, organisation_id: producer, valid_from: '2026-01-01', granted_at: new Date(0) })
    .execute(); // prettier-ignore
  const { code } = await makeCode(both, { producer });
  await expect(confirmByCode(officer, { producer, entries: [entry], code })).rejects.toMatchObject(wrong);
});

test('the signed sheet is a paper of the producer, and every entry that it confirms cites it', async () => {
  const { db, officer, enter, producer } = await atCounter();
  const [one, two] = [await enter(), await enter({ number: '2' })];
  const given = { producer, entries: [one.entry, two.entry], issued_on: '2026-11-20' };
  await expect(confirmBySheet(officer, given)).rejects.toMatchObject({ issues: [{ path: 'file' }] });
  const file = await uploaded(filesCtx(db, officer.actor));
  const { id } = await confirmBySheet(officer, { ...given, file });
  expect(await paperById(officer, id)).toMatchObject({
    type: 'behalf_sheet',
    verdict: 'right',
    issued_on: '2026-11-20',
  });
  expect((await entriesOf(officer, producer)).map(({ state, how, paper_id }) => [state, how, paper_id])).toEqual([
    ['confirmed', 'paper', id],
    ['confirmed', 'paper', id],
  ]);
});

test('a stranger sees nothing of it', async () => {
  const { db, enter, producer } = await atCounter();
  const { id } = await enter();
  const elsewhere = await producerIn(db, 'VN/22/06994', 'HTX Khác');
  for (const actor of [
    await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
    await personWith(db, 'producer_owner', { organisation: elsewhere }),
  ]) {
    const ctx = ctxOf(db, actor);
    expect([await openEntries(ctx), await entriesOf(ctx, producer), (await marksOf(ctx, [id])).size]).toEqual([
      [],
      [],
      0,
    ]);
  }
});
