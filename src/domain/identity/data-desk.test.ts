import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { sealEvents } from '#kernel/seal';
import { verifyLog } from '#kernel/verify-log';
import { loadSheets } from '#domain/criteria/versions';
import { disputeEntry, enterOnBehalf } from '#domain/behalf/actions';
import { makeCode } from '#domain/behalf/codes';
import { beginIdea } from '#domain/grading/ideas/actions';
import { beginAssessment } from '#domain/grading/self-assessments';
import { uploadImport } from '#domain/imports/actions';
import { depositPaper } from '#domain/papers/actions';
import { enterProducerFact } from '#domain/producers/facts';
import { addMember } from '#domain/producers/members';
import { registerProduct } from '#domain/products/actions';
import { makeProposal, withdrawProposal } from '#domain/proposals/actions';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { filesCtx, uploaded, xlsx } from '../../../test/makers/files.ts';
import { anIdea } from '../../../test/makers/ideas.ts';
import { aPaper } from '../../../test/makers/papers.ts';
import { aProduct } from '../../../test/makers/products.ts';
import { aProducer, communes } from '../../../test/makers/producers.ts';
import { openAccount, reopenAccount, spendLink } from './accounts.ts';
import { consentsOf, consentWords, giveConsent, withdrawConsent } from './consents.ts';
import { consentVersions, purposes } from './data-kinds.ts';
import { dataDuties, dataQueue, openableRequests, ownRequests, readRequest } from './data-queue.ts';
import {
  answerRequest,
  askData,
  carryOutRequest,
  enterDataRequest,
  erasePerson,
  takeBackRequest,
} from './data-requests.ts';
import { removeHoliday, setDeskDays, setHoliday } from './desk-settings.ts';
import { aboutPerson, erasedName, readDataOf, readOwnData } from './personal.ts';
import { saveFilter } from './saved-filters.ts';
import { grantRole } from './roles.ts';
import type { Role } from './rules.ts';
import { signIn } from './session.ts';
import { registerProducer } from '../producers/actions.ts';

const password = 'một câu dài dễ nhớ';

/** A household with an account, who represents a producer under the same number. */
async function household(db: Db) {
  const ctx = systemCtx(db);
  await communes(db);
  const producer = await registerProducer(
    ctx,
    aProducer({
      name: 'Hộ Thử',
      kind: 'household',
      contact_phone: '0912345678',
      representative_name: 'Trần Thị Thử',
      representative_phone: '0912345678',
      representative_ethnicity: 'Dao',
    }),
  );
  const { id, token } = await openAccount(ctx, { name: 'Trần Thị Thử', login: '0912345678' });
  await spendLink(ctx, { token, password });
  await grantRole(ctx, { person: id, role: 'producer_owner', organisation: producer.id });
  return { id, producer: producer.id, of: ctxOf(db, { id, name: 'Trần Thị Thử', grants: [] }) };
}

/** Asked, accepted: what the desk carries out next. */
async function accepted(of: Ctx, desk: Ctx, kind: string, wish?: string) {
  const { id } = await askData(of, { kind, wish });
  await answerRequest(desk, { id, version: 1, decision: 'accepted' });
  return { id, version: 2 };
}

const waiting = { state: 'waiting', page: 1 } as const;

test('both clocks begin on the day of asking; a holiday moves them, and moves them back', async () => {
  const { db } = await freshDatabase();
  const { of } = await household(db);
  const admin = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  await askData(of, { kind: 'held' }); // on Monday 23 November 2026
  const clocks = async () => {
    const [row] = (await dataQueue(admin, waiting)).items;
    return [row!.answer_due, row!.done_due];
  };
  expect(await clocks()).toEqual(['2026-11-25', '2026-12-03']);
  await setHoliday(admin, { day: '2026-11-24', name: 'Nghỉ bù' });
  await setHoliday(admin, { day: '2026-12-03', name: 'Nghỉ bù' });
  expect(await clocks()).toEqual(['2026-11-26', '2026-12-04']);
  await removeHoliday(admin, { day: '2026-11-24' });
  await setDeskDays(admin, { held: 30, export: 1, correct: 1, erase: 1, withdraw: 1 });
  await removeHoliday(admin, { day: '2026-12-03' });
  expect(await clocks()).toEqual(['2026-11-25', '2026-12-23']);
  const late = ctxOf(db, admin.actor, '2026-11-26');
  expect([await dataDuties(admin), await dataDuties(late)]).toEqual([
    { waiting: 1, late: 0, due: '2026-11-25', oldest: '2026-11-23' },
    { waiting: 1, late: 1, due: '2026-11-25', oldest: '2026-11-23' },
  ]);
});

test('what is held about a person comes from every room, and each reading is logged', async () => {
  const { db } = await freshDatabase();
  const { id, of } = await household(db);
  await giveConsent(of, { purpose: 'news' });
  const { rooms } = await readOwnData(of, {});
  expect(rooms).toMatchObject({
    identity: {
      account: { name: 'Trần Thị Thử', phone: '+84912345678' },
      roles: [{ role: 'producer_owner' }],
      consents: [{ purpose: 'news', wording_version: 1, wording: consentWords('news', 'vi') }],
    },
    producers: { representative_of: [{ producer: 'Hộ Thử', name: 'Trần Thị Thử', ethnicity: 'Dao' }] },
  });
  const desk = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  const request = await accepted(of, desk, 'export');
  expect((await readDataOf(desk, { id: request.id })).rooms).toHaveProperty('producers');
  await carryOutRequest(desk, request);
  const { rows } = await sql`select actor_id from kernel.event where type = 'personal_data.read' and subject_id = ${id} order by id`.execute(db); // prettier-ignore
  expect(rows).toEqual([{ actor_id: id }, { actor_id: desk.actor!.id }]);
  expect(await ownRequests(of)).toMatchObject([{ kind: 'export', status: 'done', counter: false }]);
});

test('a number alone proves nothing: without a role for the producer its representative is not told', async () => {
  const { db } = await freshDatabase();
  await household(db);
  const other = await openAccount(systemCtx(db), { name: 'Người khác', login: 'khac@example.vn' });
  await sql`update producers.representative set email = 'khac@example.vn'`.execute(db);
  const { rooms } = await readOwnData(ctxOf(db, { id: other.id, name: '', grants: [] }), {});
  expect(Object.keys(rooms)).toEqual(['identity']);
});

test('who is forgotten leaves an id: no name, no number, no way in, and the sealed log still verifies', async () => {
  const { db } = await freshDatabase();
  const { id, of } = await household(db);
  const desk = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  await giveConsent(of, { purpose: 'portrait' });
  await signIn(of, { login: '0912345678', password }, new Headers({ 'x-ocop-ip': '10.1.2.3' }));
  await askData(of, { kind: 'correct', wish: 'Tên tôi là Trần Thị Thử Nghiệm' });
  const request = await accepted(of, desk, 'erase');
  await sealEvents(desk);
  const { kept } = await erasePerson(desk, request);
  expect(kept).toEqual(['trust.kept.representative', 'trust.kept.acts', 'trust.kept.consents']);
  await sealEvents(desk);
  expect((await verifyLog(desk)).difference).toBeNull();

  const { rows: tables } = await sql<{
    name: string;
  }>`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('kernel', 'identity', 'producers', 'products', 'criteria')`.execute(db);
  for (const { name } of tables) {
    const { rows } =
      await sql`select t::text from ${sql.raw(name)} t where t::text ~ '912345678|Nghiệm|Dao' or (t::text like '%10.1.2.3%' and ${name} <> 'kernel.rate')
      or (t::text ~ 'Trần Thị Thử' and ${name} <> 'producers.representative')`.execute(db);
    expect(rows, name).toEqual([]);
  }
  const person = await db.selectFrom('identity.person').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  expect(person).toMatchObject({ name: erasedName(id), phone: null, email: `${id}@erased.invalid` });
  await expect(signIn(of, { login: '0912345678', password }, new Headers())).rejects.toMatchObject({
    code: 'sign_in.wrong',
  });
  await expect(reopenAccount(desk, { person: id })).rejects.toMatchObject({ code: 'state.conflict' });
  const states = (await dataQueue(desk, { state: 'over', page: 1 })).items.map(
    ({ kind, status }) => `${kind} ${status}`,
  );
  expect(states.toSorted()).toEqual(['correct taken_back', 'erase done']);
  await openAccount(systemCtx(db), { name: 'Chủ mới của số này', login: '0912345678' });
});

test('a person with something in every room asks, is given all of it, is erased but for what the law keeps, and the log verifies', async () => {
  const { db } = await freshDatabase();
  await loadSheets(db);
  const { id, producer } = await household(db);
  const owner = { role: 'producer_owner', area: null, organisation: producer };
  const officer = { role: 'commune_officer', area: 'VN/22/06970', organisation: null };
  const own = filesCtx(db, { id, name: 'Trần Thị Thử', grants: [owner] });
  const helper = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  const admin = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));

  await sql`update producers.producer set kind = 'cooperative' where id = ${producer}`.execute(db);
  const joined = { name: 'Trần Thị Thử', phone: '0912345678', ethnicity: 'Dao', joined_on: '2026-01-01' };
  await addMember(own, { producer, ...joined });
  await depositPaper(own, aPaper(producer, { file: await uploaded(own) }));
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  await beginAssessment(own, { product });
  await beginIdea(own, { producer, ...anIdea() });
  const commitment = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };
  const { id: fact } = await enterProducerFact(systemCtx(db), { producer, ...commitment });
  const propose = (note: string) =>
    makeProposal(own, { act: 'producers.correct_fact', input: { ...commitment, id: fact, version: '1', scope: note }, note }); // prettier-ignore
  const [{ id: first }] = [await propose('Bí mật một'), await propose('Bí mật hai')];
  await withdrawProposal(own, { proposal: first, version: 1 });
  const { entry } = await enterOnBehalf(helper, { producer, act: 'producers.enter_fact', input: { ...commitment, producer } }); // prettier-ignore
  await disputeEntry(own, { entry, version: 1, words: 'Bí mật ba' });
  await makeCode(own, { producer });
  // The same person is an officer, too, and had a worksheet in hand.
  const work = ctxOf(db, { id, name: 'Trần Thị Thử', grants: [officer] });
  await saveFilter(work, { list: 'people', name: 'Bí mật không', query: '?q=Bí mật' });
  await uploadImport(work, { name: 'Bí mật bốn.xlsx', bytes: xlsx() });

  const { rooms } = await readOwnData(own, {});
  expect(Object.fromEntries(Object.entries(rooms).map(([room, held]) => [room, Object.keys(held)]))).toMatchObject({
    files: ['files', 'uploads'],
    papers: ['papers_handed_in', 'papers_checked'],
    producers: ['representative_of', 'member_of'],
    grading: ['self_assessments', 'ideas'],
    proposals: ['proposals'],
    behalf: ['confirmations', 'codes_to_read_out'],
    imports: ['imports'],
  });
  expect(rooms.identity!.saved_filters).toMatchObject([{ name: 'Bí mật không' }]);
  expect(JSON.stringify(rooms)).toMatch(/Bí mật một.*Bí mật ba.*Bí mật bốn/);

  const request = await accepted(own, admin, 'erase');
  await sealEvents(admin);
  const { kept } = await erasePerson(admin, request);
  expect(kept).toEqual([
    'trust.kept.imports',
    'trust.kept.proposals',
    'trust.kept.assessments',
    'trust.kept.ideas',
    'trust.kept.representative',
    'trust.kept.members',
    'trust.kept.papers',
    'trust.kept.acts',
    'trust.kept.consents',
  ]);
  const { rows: left } = await sql<{ text: string }>`
    select note as text from proposals.proposal where note is not null and state = 'withdrawn' union all
    select input::text from proposals.proposal where state = 'withdrawn' union all
    select words from behalf.entry where words is not null union all
    select person_id::text from behalf.code union all select phone from producers.member_person where phone is not null union all
    select run_id::text from imports.upload union all select name from identity.saved_filter union all select file_name from imports.run where file_name ~ 'Bí mật'`.execute(
    db,
  );
  expect(left).toEqual([{ text: '{}' }]);
  await sealEvents(admin);
  expect((await verifyLog(admin)).difference).toBeNull();
});

test('the last administrator is not forgotten, and nothing is half forgotten', async () => {
  const { db } = await freshDatabase();
  const last = await personWith(db, 'administrator', { area: 'VN' });
  const own = ctxOf(db, last);
  const request = await accepted(own, own, 'erase');
  await expect(erasePerson(own, request)).rejects.toMatchObject({
    code: 'state.conflict',
    details: { reason: 'identity.last_administrator' },
  });
  expect(await readRequest(own, { id: request.id })).toMatchObject({ status: 'accepted', account: {} });
});

test('the account of somebody in the office is an administrator’s to correct or erase, whoever asked at the counter', async () => {
  const { db } = await freshDatabase();
  const officer = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  const admin = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  await personWith(db, 'administrator', { area: 'VN' });
  const { email } = await db
    .selectFrom('identity.person')
    .select('email')
    .where('id', '=', admin.actor!.id)
    .executeTakeFirstOrThrow();
  for (const [kind, carryOut] of [
    ['correct', carryOutRequest],
    ['erase', erasePerson],
  ] as const) {
    const { id } = await enterDataRequest(officer, { kind, name: 'Quản trị', login: email, wish: 'Đổi' });
    await answerRequest(officer, { id, version: 1, decision: 'accepted' });
    const fields = kind === 'correct' ? { name: 'Khác', login: 'khac@example.vn' } : {};
    await expect(carryOut(officer, { id, version: 2, ...fields })).rejects.toMatchObject({ code: 'refused' });
    await carryOut(admin, { id, version: 2, ...fields, ...(kind === 'correct' && { login: email }) });
  }
});

test('only an accepted request for erasing forgets somebody', async () => {
  const { db } = await freshDatabase();
  const { of } = await household(db);
  const desk = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  const { id } = await askData(of, { kind: 'erase' });
  await expect(erasePerson(desk, { id, version: 1 })).rejects.toMatchObject({ code: 'state.conflict' });
  const other = await accepted(of, desk, 'held');
  await expect(erasePerson(desk, other)).rejects.toMatchObject({ code: 'state.conflict' });
  await answerRequest(desk, { id, version: 1, decision: 'refused', ground: 'law_keeps', answer: 'Hồ sơ đang xét.' });
  expect(await ownRequests(of)).toMatchObject([
    {},
    { status: 'refused', ground: 'law_keeps', answer: 'Hồ sơ đang xét.' },
  ]);
  await expect(erasePerson(desk, { id, version: 2 })).rejects.toMatchObject({ code: 'state.conflict' });
});

test('an officer enters what somebody asks at the counter, sees that request and no other, and decides nothing', async () => {
  const { db } = await freshDatabase();
  const { of } = await household(db);
  const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  await askData(of, { kind: 'erase' });
  const { id } = await enterDataRequest(officer, {
    kind: 'correct',
    name: 'Trần Thị Thử',
    login: '0912 345 678',
    wish: 'Sai tên',
  });
  expect((await dataQueue(officer, waiting)).items).toMatchObject([{ id, counter: true }]);
  expect(await readRequest(officer, { id })).toMatchObject({
    works: false,
    name: 'Trần Thị Thử',
    contact: '+84912345678',
  });
  await expect(answerRequest(officer, { id, version: 1, decision: 'accepted' })).rejects.toMatchObject({
    code: 'refused',
  });
  const desk = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  await answerRequest(desk, { id, version: 1, decision: 'accepted' });
  await carryOutRequest(desk, { id, version: 2, name: 'Trần Thị Thủ' });
  expect((await readOwnData(of, {})).rooms.identity).toMatchObject({ account: { name: 'Trần Thị Thủ' } });
});

test('consent is given once and withdrawn as easily; its words are kept as they stood', async () => {
  const { db } = await freshDatabase();
  const { id, of } = await household(db);
  await giveConsent(of, { purpose: 'news' });
  await giveConsent(of, { purpose: 'news' });
  expect(await consentsOf(of, id)).toMatchObject([{ purpose: 'news', wording_version: 1 }]);
  await withdrawConsent(of, { purpose: 'news' });
  await withdrawConsent(of, { purpose: 'news' });
  expect(await consentsOf(of, id)).toEqual([]);
});

test('words of consent that changed have a new version', () => {
  // Change the words and this fails: count the version up in data-kinds.ts, then write the new words here.
  expect(purposes.map((purpose) => [purpose, consentVersions[purpose], consentWords(purpose, 'vi')])).toEqual([
    ['news', 1, 'Tôi đồng ý nhận tin về tập huấn, hội chợ và hỗ trợ của Chương trình OCOP qua số điện thoại hoặc thư điện tử của tài khoản này.'],
    ['portrait', 1, 'Tôi đồng ý để tên và hình ảnh của tôi được dùng trong bài giới thiệu sản phẩm OCOP trên hệ thống này.'],
  ]); // prettier-ignore
});

test('every column that tells about a person is known to the desk; the others only say who did something', async () => {
  const { db } = await freshDatabase();
  const { rows } = await sql<{ name: string }>`
    select k.conrelid::regclass || '.' || a.attname as name from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'identity.person'::regclass and k.confdeltype = 'c' order by 1`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual(aboutPerson);
});

test('asked and taken back again and again, a request floods no officer', async () => {
  const { db } = await freshDatabase();
  const { of } = await household(db);
  for (let i = 0; i < 15; i++) await takeBackRequest(of, await askData(of, { kind: 'held' }));
  await expect(askData(of, { kind: 'held' })).rejects.toMatchObject({ code: 'limit.reached' });
});

test('no officer works what they entered about somebody of another area', async () => {
  const { db } = await freshDatabase();
  const person = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
  const { email } = await db
    .selectFrom('identity.person')
    .select('email')
    .where('id', '=', person.id)
    .executeTakeFirstOrThrow();
  const elsewhere = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22/06994' }));
  const { id } = await enterDataRequest(elsewhere, { kind: 'erase', name: 'Ai đó', login: email, wish: 'Xoá' });
  await expect(answerRequest(elsewhere, { id, version: 1, decision: 'accepted' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a request leads on only for whom its page opens', async () => {
  const { db } = await freshDatabase();
  const { of } = await household(db);
  const { id } = await askData(of, { kind: 'correct', wish: 'Sửa họ tên' });
  const opens = async (role: Role, area: string) =>
    (await openableRequests(ctxOf(db, await personWith(db, role, { area })), [id])).has(id);
  expect(await opens('administrator', 'VN')).toBe(true);
  expect(await opens('ministry_officer', 'VN')).toBe(false);
  expect(await opens('inspector', 'VN/22')).toBe(false);
});
