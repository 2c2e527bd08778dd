import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx, testDay } from '../../../test/makers/context.ts';
import { hearAll, kindsOf } from '../../../test/makers/notices.ts';
import { anIdea } from '../../../test/makers/ideas.ts';
import { paperOf } from '../../../test/makers/papers.ts';
import { personWithPassword } from '../../../test/makers/people.ts';
import { aProducer } from '../../../test/makers/producers.ts';
import { aProduct, aRecognition, producerIn } from '../../../test/makers/products.ts';
import { closeAccount } from '#domain/identity/accounts';
import { loadSheets } from '#domain/criteria/versions';
import { becomeProduct, beginIdea, decideIdea, remarkIdea } from '#domain/grading/ideas/actions';
import { answerRequest, askData, carryOutRequest } from '#domain/identity/data-requests';
import { endRole, grantRole } from '#domain/identity/roles';
import { checkPaper } from '#domain/papers/actions';
import { addDays } from '#domain/papers/rules';
import { changeProducer } from '#domain/producers/actions';
import { answerApplication, applyAsProducer, decideApplication } from '#domain/producers/applications';
import { enterProducerFact } from '#domain/producers/facts';
import { registerProduct } from '#domain/products/actions';
import { recordRecognition } from '#domain/products/recognitions';
import { withdrawRecognition } from '#domain/products/withdrawals';
import { answerProposal, decideProposal, makeProposal } from '#domain/proposals/actions';
import { inTransaction } from '#kernel/action';
import type { Actor } from '#kernel/context';
import { sentence } from '#kernel/sentences';
import { readAllNotices, readNotice } from './actions.ts';
import { tellAhead } from './ahead.ts';
import { noticesHolder } from './personal.ts';
import { ownNotices, unreadNotices } from './queries.ts';
import { kinds as everyKind, pathOf } from './rules.ts';

const home = 'VN/22/06970';

/** A producer of Ba Chẽ with an owner and a member, its officer, and others who have no business with it. */
async function around() {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, home);
  const elsewhere = await producerIn(db, 'VN/22/06994', 'HTX Khác');
  const people = {
    owner: await personWith(db, 'producer_owner', { organisation: producer }),
    member: await personWith(db, 'producer_member', { organisation: producer }),
    officer: await personWith(db, 'commune_officer', { area: home }),
    province: await personWith(db, 'province_officer', { area: 'VN/22' }),
    stranger: await personWith(db, 'producer_owner', { organisation: elsewhere }),
    neighbour: await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
    auditor: await personWith(db, 'auditor', { area: 'VN' }),
    administrator: await personWith(db, 'administrator', { area: 'VN' }),
  };
  const told = async () =>
    Object.fromEntries(
      (
        await Promise.all(Object.entries(people).map(async ([name, one]) => [name, await kindsOf(db, one)] as const))
      ).filter(([, kinds]) => kinds.length),
    );
  const as = (name: keyof typeof people) => ctxOf(db, people[name]);
  return { db, producer, people, told, as, hear: () => hearAll(systemCtx(db)) };
}

test('a change by an official tells the producer’s people, once while it is unread, however often it is heard', async () => {
  const { producer, told, as, hear, db, people } = await around();
  const change = (version: number, name: string) =>
    changeProducer(as('officer'), { id: producer, version, ...aProducer({ name }) });
  await change(1, 'HTX Mới');
  await hear();
  await hear();
  expect(await told()).toEqual({ owner: ['changed'], member: ['changed'] });
  await change(2, 'HTX Mới hơn');
  await hear();
  expect(await kindsOf(db, people.owner)).toEqual(['changed']);
  // Read, and changed again: told again.
  const { items } = await ownNotices(as('owner'), { after: null });
  expect(items[0]).toMatchObject({ said: 'Cán bộ đã cập nhật thông tin của HTX Mới hơn.', read: false });
  await readNotice(as('owner'), { notice: items[0]!.id });
  await change(3, 'HTX Mới nhất');
  await hear();
  expect(await kindsOf(db, people.owner)).toEqual(['changed', 'changed']);
  expect(await kindsOf(db, people.member)).toEqual(['changed']);
});

test('what a producer changes itself tells nobody', async () => {
  const { producer, told, as, hear } = await around();
  const said = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };
  await enterProducerFact(as('owner'), { producer, ...said });
  await hear();
  expect(await told()).toEqual({});
});

test('a proposal goes to the nearest officers and back to the producer; what it changed is told once', async () => {
  const { db, producer, people, told, as, hear } = await around();
  const said = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };
  const { id: fact } = await enterProducerFact(systemCtx(db), { producer, ...said });
  const input = { ...said, id: fact, version: '1', number: '12/CK' };
  const { id } = await makeProposal(as('owner'), { act: 'producers.correct_fact', input });
  await hear();
  expect(await told()).toEqual({ officer: ['proposal_made'] });
  await decideProposal(as('officer'), { proposal: id, version: 1, decision: 'ask', reason: 'Số nào?' });
  await hear();
  await answerProposal(as('member'), { proposal: id, version: 2, note: 'Số 12/CK' });
  await hear();
  await decideProposal(as('officer'), { proposal: id, version: 3, decision: 'accept' });
  await hear();
  expect(await told()).toEqual({
    officer: ['proposal_answered', 'proposal_made'],
    owner: ['proposal_accepted', 'proposal_asked'],
    member: ['proposal_accepted', 'proposal_asked'],
  });
  const { items } = await ownNotices(ctxOf(db, people.officer), { after: null });
  expect(items[0]).toMatchObject({ path: `/office/proposals/${id}` });
});

test('an idea tells the nearest officers when it is sent, and its producer of each answer', async () => {
  const { db, producer, told, as, hear } = await around();
  await loadSheets(db);
  const { id } = await beginIdea(as('owner'), { producer, ...anIdea({ send: 'on' }) });
  await hear();
  expect(await told()).toEqual({ officer: ['idea_sent'] });
  await remarkIdea(as('officer'), { id, words: 'Nêu rõ hơn' });
  await decideIdea(as('officer'), { id, version: 1, verdict: 'accept' });
  await becomeProduct(as('officer'), { id, version: 2, set_no: 12 });
  await hear();
  const { owner, member } = await told();
  expect(owner).toEqual(expect.arrayContaining(['idea_product', 'idea_accepted', 'idea_remarked']));
  expect(member).toEqual(owner);
});

test('where a commune has no officer, the province is told; of personal data whoever works the desk', async () => {
  const { db, people, told, as, hear } = await around();
  await sql`update identity.role_grant set ended_at = now() where person_id = ${people.officer.id}`.execute(db);
  const { id } = await askData(as('owner'), { kind: 'correct', wish: 'Sai họ tên' });
  await hear();
  expect(await told()).toEqual({ province: ['request_asked'] });
  await answerRequest(as('province'), { id, version: 1, decision: 'accepted' });
  await carryOutRequest(as('province'), { id, version: 2, name: 'Tên Đúng' });
  await hear();
  expect(await told()).toEqual({ province: ['request_asked'], owner: ['request_done', 'request_accepted'] });
});

test('a paper that was checked is told; so is a star, and its withdrawal', async () => {
  const { db, producer, told, as, hear } = await around();
  const paper = await paperOf(db, producer);
  await checkPaper(as('officer'), { id: paper, version: 1, verdict: 'wrong', note: 'Mờ, không đọc được' });
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const { id } = await recordRecognition(as('officer'), aRecognition(product));
  await withdrawRecognition(as('province'), { id, ground: 'b', on: '2026-11-01' });
  await hear();
  const told1 = await told();
  expect(told1).toMatchObject({ owner: ['withdrawn', 'recognised', 'paper_wrong'] });
  expect(Object.keys(told1)).toEqual(['owner', 'member']);
});

test('what an officer asks or refuses of who registers as a producer is told, and leads to it', async () => {
  const { db, as, hear } = await around();
  const person = await personWithPassword(db);
  const own = ctxOf(db, person);
  const typed = { kind: 'household', name: 'Hộ Thử', commune: '06970', representative_name: 'Lê Thử' };
  const { id } = await applyAsProducer(own, typed);
  await decideApplication(as('officer'), { id, version: 1, verdict: 'ask', reason: 'Thôn nào?' });
  await answerApplication(own, { id, version: 2, ...typed, note: 'Nà Làng' });
  await decideApplication(as('officer'), { id, version: 3, verdict: 'refuse', reason: 'Đã có' });
  await hear();
  const { items } = await ownNotices(own, { after: null });
  const told = items.filter(({ kind }) => kind !== 'sign_in_changed');
  expect(told.map(({ kind, path }) => [kind, path])).toEqual([
    ['application_refused', '/account/producer'],
    ['application_asked', '/account/producer'],
  ]);
});

test('a role given or ended, a way to sign in that changed: told to whom it concerns', async () => {
  const { db, producer, people, as, hear } = await around();
  const { neighbour } = people;
  await grantRole(as('administrator'), { person: neighbour.id, role: 'producer_member', organisation: producer });
  await hear();
  const { items } = await ownNotices(ctxOf(db, neighbour), { after: null });
  expect(items.map(({ said }) => said)).toEqual(['Bạn được giao vai trò: Chủ thể – thành viên – HTX Thử.']);
  const grant = await db
    .selectFrom('identity.role_grant')
    .select('id')
    .where('person_id', '=', neighbour.id)
    .where('role', '=', 'producer_member')
    .executeTakeFirstOrThrow();
  await endRole(as('administrator'), { grant: grant.id });
  await hear();
  expect(await kindsOf(db, neighbour)).toEqual(['role_ended', 'role_granted']);
});

test('a closed account and an ended role are told nothing, and what came by the role is shown no more', async () => {
  const { db, producer, people, told, as, hear } = await around();
  const change = (version: number, name: string) =>
    changeProducer(as('officer'), { id: producer, version, ...aProducer({ name }) });
  await change(1, 'HTX Mới');
  await hear();
  const ended: Actor = { ...people.owner, grants: [] };
  expect(await kindsOf(db, people.owner)).toEqual(['changed']);
  expect(await kindsOf(db, ended)).toEqual([]);
  expect((await unreadNotices(ctxOf(db, ended), '/workspace')).count).toBe(0);
  await closeAccount(as('administrator'), { person: people.member.id });
  await sql`update identity.role_grant set valid_to = ${addDays(testDay, -1)} where person_id = ${people.owner.id}`.execute(
    db,
  );
  await sql`update notices.notice set read_at = now()`.execute(db);
  await change(2, 'HTX Mới hơn');
  await hear();
  expect(await told()).toEqual({ owner: ['changed'], member: ['changed'] });
});

test('what ends is told ahead once and after its end once; a new end is told anew', async () => {
  const { db, producer, people, told } = await around();
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const decided_on = addDays(testDay, -930);
  await recordRecognition(
    systemCtx(db),
    aRecognition(product, { decided_on, criteria: '148/QĐ-TTg', reason: 'first' }),
  );
  await paperOf(db, producer, { number: 'A', issued_on: null, printed_end: addDays(testDay, 210) });
  await paperOf(db, producer, { number: 'B', type: 'organic', issued_on: null, printed_end: addDays(testDay, 121) });
  await paperOf(db, producer, { number: 'C', type: 'haccp', issued_on: null, printed_end: addDays(testDay, -30) });
  await paperOf(db, producer, { number: 'D', type: 'vietgap', issued_on: null, printed_end: addDays(testDay, -31) });
  // Without a printed end the life of the type counts: 36 months ago and 60 days of lead.
  await paperOf(db, producer, { number: 'E', type: 'safety_commitment', issued_on: addDays(testDay, -1050) });
  const contract = { kind: 'supply_contract', partner: 'Nhóm hộ', material: 'Chè', from: '2025-01-01' };
  await enterProducerFact(systemCtx(db), { producer, ...contract, until: addDays(testDay, 60) });
  const first = ['contract_ahead', 'paper_ahead', 'paper_ahead', 'paper_ended', 'star_ahead'];
  const sorted = async (person: Actor) => (await kindsOf(db, person)).toSorted();
  expect(await tellAhead(systemCtx(db))).toBe(15);
  expect(await tellAhead(systemCtx(db))).toBe(0);
  expect(await sorted(people.owner)).toEqual(first);
  expect(await sorted(people.officer)).toEqual(first);
  expect(Object.keys(await told())).toEqual(['owner', 'member', 'officer']);
  // The next day, and the day after the contract's last.
  expect(await tellAhead(systemCtx(db, addDays(testDay, 1)))).toBe(3);
  await tellAhead(systemCtx(db, addDays(testDay, 61)));
  expect(await sorted(people.officer)).toContain('contract_ended');
});

test('more than one page of what ends is told whole, and once', async () => {
  const { db, producer, people } = await around();
  const contract = { kind: 'supply_contract', partner: 'Nhóm hộ', material: 'Chè', from: '2025-01-01' };
  await enterProducerFact(systemCtx(db), { producer, ...contract, until: addDays(testDay, 30) });
  await sql`insert into producers.supply_contract
    select (jsonb_populate_record(one, jsonb_build_object('row_id', gen_random_uuid(), 'id', gen_random_uuid(), 'partner', 'Hộ ' || i))).*
    from producers.supply_contract one, generate_series(1, 410) i`.execute(db);
  expect(await tellAhead(systemCtx(db))).toBe(411 * 3);
  expect(await tellAhead(systemCtx(db))).toBe(0);
  expect(await unreadNotices(ctxOf(db, people.officer), '/office')).toEqual({ count: 100, seen: [] });
});

test('a star is told as its dates come, each once; when the window opens with the day by which the file is handed in', async () => {
  const { db, producer, people } = await around();
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const end = addDays(testDay, 180);
  await recordRecognition(
    systemCtx(db),
    aRecognition(product, { decided_on: '2025-01-17', criteria: '148/QĐ-TTg', printed_end: end }),
  );
  await tellAhead(systemCtx(db, addDays(testDay, -186)));
  expect(await kindsOf(db, people.owner)).toEqual([]);
  await tellAhead(systemCtx(db, addDays(testDay, -185)));
  await tellAhead(systemCtx(db, addDays(testDay, -1)));
  expect(await kindsOf(db, people.owner)).toEqual(['star_half', 'star_year']);
  await tellAhead(systemCtx(db));
  const { items } = await ownNotices(ctxOf(db, people.owner), { after: null });
  const [day, by] = [end, addDays(testDay, 60)].map((one) => one.split('-').toReversed().join('/'));
  expect(items[0]!.said).toBe(
    `Công nhận 4 sao của Mật ong hết hạn ngày ${day}. Đã mở thời gian nộp hồ sơ đánh giá lại. Nộp hồ sơ đánh giá lại chậm nhất ngày ${by}.`,
  );
  for (const after of [45, 46, 46, 57, 61, 62, 181]) await tellAhead(systemCtx(db, addDays(testDay, after)));
  expect(await kindsOf(db, people.owner)).toEqual(
    [
      'star_year',
      'star_half',
      'star_ahead',
      'star_closing',
      'star_last',
      'star_missed_late',
      'star_ended',
    ].toReversed(),
  );
  const told = (await ownNotices(ctxOf(db, people.owner), { after: null })).items[1]!.said;
  expect(told).toContain('đã quá hạn nộp');
  expect(told).toContain('18/11/2027'); // 180 days after the end, by article 12.3
});

test('seeing the thing is reading; all that was listed is read at once, what came meanwhile is not', async () => {
  const { producer, as, hear, people, db } = await around();
  await changeProducer(as('officer'), { id: producer, version: 1, ...aProducer({ name: 'HTX Mới' }) });
  const paper = await paperOf(db, producer);
  await checkPaper(as('officer'), { id: paper, version: 1, verdict: 'right' });
  await hear();
  expect(await unreadNotices(as('owner'), '/workspace')).toEqual({ count: 2, seen: [] });
  for (const page of [`producers/${producer}`, `papers/${paper}`])
    expect((await unreadNotices(as('owner'), `/workspace/${page}`)).seen, page).toHaveLength(1);
  const { items } = await ownNotices(as('owner'), { after: null });
  await readAllNotices(as('owner'), { newest: items[1]!.id });
  expect((await unreadNotices(as('owner'), '/workspace')).count).toBe(1);
  await readAllNotices(as('owner'), { newest: items[0]!.id });
  expect((await unreadNotices(as('owner'), '/workspace')).count).toBe(0);
  await expect(readNotice(as('member'), { notice: items[0]!.id })).rejects.toMatchObject({ code: 'not_found' });
  expect(await kindsOf(db, people.owner)).toHaveLength(2);
});

test('a notice holds ids, codes and days; somebody who is forgotten leaves none behind', async () => {
  const { db, producer, as, hear, people } = await around();
  await changeProducer(as('officer'), { id: producer, version: 1, ...aProducer({ name: 'HTX Mới' }) });
  await hear();
  const rows = await db.selectFrom('notices.notice').select('params').execute();
  expect(JSON.stringify(rows)).not.toMatch(/HTX|@/);
  const ctx = systemCtx(db);
  expect(Object.keys(await noticesHolder.held(ctx, people.owner.id))).toEqual(['notices']);
  await inTransaction(ctx, (tx) => noticesHolder.erase(tx, people.owner.id));
  expect(await noticesHolder.held(ctx, people.owner.id)).toEqual({});
});

test('every kind of notice has its sentence in both languages', () => {
  const unsaid = everyKind.filter((kind) =>
    (['vi', 'en'] as const).some((locale) => sentence(`notices.said.${kind}`, {}, locale).startsWith('notices.')),
  );
  expect(unsaid).toEqual([]);
});

test('every page to which a notice leads is in the room of its reader', () => {
  const at = (kind: string, room: 'office' | 'workspace' | 'account') =>
    pathOf({ subject_kind: kind, subject_id: 'x', room, params: { producer: 'p', person: 'q' } });
  expect(['proposal', 'producer', 'product', 'paper', 'contract'].map((kind) => at(kind, 'workspace'))).toEqual([
    '/workspace/proposals/x',
    '/workspace/producers/x',
    '/workspace/products/x',
    '/workspace/papers/x',
    '/workspace/facts/supply_contract/x',
  ]);
  expect([
    at('paper', 'office'),
    at('invitation', 'office'),
    at('data_request', 'account'),
    at('role', 'account'),
  ]).toEqual(['/office/papers/x', '/office/people/q', '/account/data', '/account']);
});
