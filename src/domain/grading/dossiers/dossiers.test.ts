import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/database.ts';
import { ctxOf, personWith, systemCtx, testDay } from '../../../../test/makers/context.ts';
import { fill, filed, producerWithProduct, wholeDraft } from '../../../../test/makers/drafts.ts';
import { filesCtx, folder, uploaded } from '../../../../test/makers/files.ts';
import { paperOf } from '../../../../test/makers/papers.ts';
import { aRecognition, producerIn } from '../../../../test/makers/products.ts';
import { itemsOf } from '#domain/criteria/items';
import { enterProductFact } from '#domain/products/facts';
import { recordRecognition } from '#domain/products/recognitions';
import { makeRounds } from '#domain/grading/process/rounds';
import { beginAssessment, saveAnswers } from '#domain/grading/self-assessments';
import type { Db } from '#kernel/db';
import { clocksOf } from './clock-rows.ts';
import { hashOf } from './copy.ts';
import { citeEvidence, evidenceOf, removeEvidence } from './evidence.ts';
import { saveFields } from './fields.ts';
import { fileDossier, retractDossier } from './filing.ts';
import { gradedBy, openings, sideOf, windowOf } from './openings.ts';
import { openDossier, openingsOf } from './opening.ts';
import { dossierAnswers, dossierDuties, dossierOf, listDossiers, stepsOf } from './queries.ts';
import { numberFor, receiveAtCommune } from './receipt.ts';
import { registerPaperDossier } from './registering.ts';
import { dossiersHolder } from './personal.ts';
import { answerItem, answerRequest, askForCompletion, requestsOf } from './requests.ts';
import { leftOf } from './sample-rules.ts';
import { moveSamples, samplesOf } from './samples.ts';
import { stateOf } from './state.ts';
import { inTransaction } from '#kernel/action';

test('a regrading is filed from 180 to 120 days before the certificate ends, both days included (article 7.6a)', () => {
  expect(windowOf('2027-06-30')).toEqual({ from: '2027-01-01', to: '2027-03-02' });
  const window = windowOf('2027-06-30');
  expect(['2026-12-31', '2027-01-01', '2027-03-02', '2027-03-03'].map((day) => sideOf(day, window))).toEqual([
    'before',
    'within',
    'within',
    'after',
  ]);
});

test('a window that had closed before the decision took effect stays open late, at most 180 days past the end (article 12.3)', () => {
  expect(windowOf('2026-06-30')).toEqual({ from: '2026-05-22', to: '2026-12-27' });
  expect(windowOf('2026-09-19').to).toBe('2026-05-22'); // its last day is the day of effect: no transition
});

test('what dossier a product can have follows from the star that it holds', () => {
  const kinds = (state: string, stars: number | null, until: string | null, today = testDay) =>
    openings({ state, stars, until }, today).map(({ bar }) => bar);
  expect(kinds('none', null, null)).toEqual([null, 'no_star', 'no_star']);
  expect(kinds('valid', 4, '2027-11-24')).toEqual(['starred', null, 'too_early']);
  expect(kinds('valid', 4, '2027-11-23')).toEqual(['starred', null, null]); // prepared before its window opens
  expect(kinds('valid', 5, '2027-06-30')).toEqual(['starred', 'top', null]);
  expect(kinds('valid', 4, '2027-01-01')).toEqual(['starred', null, 'window_over']);
  expect(kinds('expired', 3, '2026-08-01')).toEqual([null, 'no_star', null]); // article 12.3
  expect(kinds('expired', 3, '2026-11-01')).toEqual([null, 'no_star', 'no_star']);
  expect(kinds('withdrawn', 4, '2028-06-30')).toEqual([null, 'no_star', 'no_star']);
});

test('a dossier is graded by the end of the round that the commune can still propose it for (article 5.1)', () => {
  expect(['2026-04-29', '2026-04-30', '2026-10-29', '2026-10-30'].map(gradedBy)).toEqual([
    '2026-06-29',
    '2026-12-29',
    '2026-12-29',
    '2027-06-29',
  ]);
});

test('no more samples leave than came, and five come (article 6.2d)', () => {
  expect(leftOf([], 5)).toEqual({ toCome: 5, here: 0 });
  const moves = [
    { what: 'received', count: 5 },
    { what: 'stored', count: 5 },
    { what: 'used', count: 2 },
    { what: 'returned', count: 1 },
  ] as const;
  expect(leftOf(moves, 5)).toEqual({ toCome: 0, here: 2 });
});

test('two open a dossier at once: one is opened, and it begins with what was answered before', async () => {
  const { db } = await freshDatabase();
  const { product, own } = await producerWithProduct(db);
  const { id: assessment } = await beginAssessment(own, { product });
  await saveAnswers(own, { assessment, answers: [{ item: '1.1', value: 1, version: 0 }, { item: 'dossier/1', value: true, version: 0 }] }); // prettier-ignore
  const both = await Promise.allSettled([1, 2].map(() => openDossier(own, { product, kind: 'first' })));
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const { open } = await openingsOf(own, product);
  const { fields, dossier } = await dossierAnswers(own, open!);
  expect(fields).toEqual({
    'answer/1.1': { value: 1, version: 1, carried: false },
    'rule/dossier/1': { value: true, version: 1, carried: false },
  });
  expect(dossier).toMatchObject({ kind: 'first', level: 'commune', status: 'draft', sheet_code: 'QD26-12', sheet_version: 1 }); // prettier-ignore
  await expect(openDossier(own, { product, kind: 'upgrade' })).rejects.toMatchObject({ issues: [{ path: 'kind', key: 'dossiers.bar.no_star' }] }); // prettier-ignore
});

test('a producer and the officer at the counter write at once: nothing is lost, what both changed is shown', async () => {
  const { db } = await freshDatabase();
  const { product, own, officer } = await producerWithProduct(db);
  const { id: dossier } = await openDossier(own, { product, kind: 'first' });
  const field = (name: string, value: unknown, version = 0) => ({ name, value, version });
  const mine = [field('answer/1.1', 1), field('why/1.1', 'Lá trồng trong xã'), field('form/history', 'Từ năm 2015')];
  expect(await saveFields(own, { dossier, fields: mine })).toEqual({
    saved: { 'answer/1.1': 1, 'why/1.1': 1, 'form/history': 1 },
    conflicts: [],
  });
  const theirs = [field('answer/1.1', 0), field('why/1.1', 'Lá trồng trong xã'), field('form/plan', 'Mở rộng')];
  expect(await saveFields(officer, { dossier, fields: theirs })).toEqual({
    saved: { 'why/1.1': 1, 'form/plan': 1 },
    conflicts: [{ name: 'answer/1.1', mine: 0, theirs: 1, version: 1 }],
  });
  const wrong = saveFields(own, { dossier, fields: [field('form/unheard', 'x')] });
  await expect(wrong).rejects.toMatchObject({ issues: [{ path: 'form/unheard', key: 'dossiers.no_field' }] });
  const stranger = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06994' }));
  await expect(saveFields(stranger, { dossier, fields: mine })).rejects.toMatchObject({ code: 'not_found' });
});

test('evidence is a paper of its own, a fact of its own or a file; a stranger’s is refused, the same twice stands once', async () => {
  const { db } = await freshDatabase();
  const { producer, product, own } = await producerWithProduct(db);
  const { producer: other } = await producerWithProduct(db);
  const { id: dossier } = await openDossier(own, { product, kind: 'first' });
  const [paper, theirs] = [await paperOf(db, producer), await paperOf(db, other)];
  await expect(citeEvidence(own, { dossier, item: '1.2', paper: theirs })).rejects.toMatchObject({ issues: [{ path: 'paper' }] }); // prettier-ignore
  await expect(citeEvidence(own, { dossier, item: '1.2' })).rejects.toMatchObject({ issues: [{ path: 'evidence' }] });
  const { id } = await citeEvidence(own, { dossier, item: '1.2', paper });
  expect(await citeEvidence(own, { dossier, item: '1.2', paper })).toEqual({ id });
  const { id: fact } = await enterProductFact(own, { product, kind: 'sales_place', name: 'Chợ', address: 'Ba Chẽ', from: '2026-01-01', until: '2026-12-01' }); // prettier-ignore
  await citeEvidence(own, { dossier, item: '4.1', fact_kind: 'sales_place', fact });
  const device = { ...own, runtime: filesCtx(db, own.actor, folder()).runtime };
  await citeEvidence(device, { dossier, item: '4.1', file: await uploaded(device), note: 'Ảnh gian hàng' });
  expect((await evidenceOf(own, dossier)).map((one) => [one.item, one.end, one.state, one.file?.name ?? null])).toEqual(
    [
      ['1.2', '2028-03-01', 'stands', null],
      ['4.1', '2026-12-01', 'stands', null],
      ['4.1', null, 'stands', 'giay.pdf'],
    ],
  );
  // Both end: the fact before the day of grading, and the paper long after it.
  const { looks } = await stateOf(own, dossier);
  expect(looks.renewals.map(({ item, why, end }) => [item, why, end])).toEqual([['4.1', 'ends_before', '2026-12-01']]);
  await removeEvidence(own, { id });
  await expect(removeEvidence(own, { id })).rejects.toMatchObject({ code: 'state.conflict' });
});

test('what is missing stops the filing, each thing by its place; what is complete is locked with its hash and never changes', async () => {
  const { db } = await freshDatabase();
  const { product, own, officer } = await producerWithProduct(db);
  const { id } = await openDossier(own, { product, kind: 'first' });
  await fill(own, id, ['answer/1.3', 'form/plan', 'why/1.1']);
  await expect(fileDossier(own, { id, version: 1, sure: 'on' })).rejects.toMatchObject({
    issues: [
      { path: 'answer/1.3', key: 'dossiers.missing_short.empty' },
      { path: 'form/plan', key: 'dossiers.missing_short.empty' },
      { path: 'why/1.1', key: 'dossiers.missing_short.no_support' },
    ],
  });
  await fill(own, id);
  await expect(fileDossier(own, { id, version: 1 })).rejects.toMatchObject({ issues: [{ path: 'sure' }] });
  const { sha256 } = await fileDossier(own, { id, version: 1, sure: 'on' });
  const row = await db.selectFrom('grading.dossier').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ status: 'filed', filed_on: testDay, copy_hash: sha256 });
  expect(hashOf(row.copy)).toBe(sha256);
  expect(JSON.stringify(row.copy)).not.toContain('Lê Văn Thử');
  const logged = await db.selectFrom('kernel.event').select('data').where('type', '=', 'dossier.filed').executeTakeFirst(); // prettier-ignore
  expect(logged!.data).toMatchObject({ sha256 });
  // 15 working days from the day of filing, which is not counted (article 7.2): Monday 23/11 to Monday 14/12.
  expect(await clocksOf(own, id)).toMatchObject([{ clock: 'communeReview', began_on: testDay, due_on: '2026-12-14' }]);
  for (const who of [own, officer])
    await expect(saveFields(who, { dossier: id, fields: [{ name: 'form/plan', value: 'Khác', version: 1 }] })).rejects.toMatchObject({ code: 'state.conflict' }); // prettier-ignore
  const again = await db.selectFrom('grading.dossier').select('copy').where('id', '=', id).executeTakeFirstOrThrow();
  expect(hashOf(again.copy)).toBe(sha256);
  expect((await stepsOf(own, id)).map(({ level, status }) => `${level}/${status}`)).toEqual(['commune/filed']);
});

test('receipt numbers follow each other without a gap, of two at once and after one that failed', async () => {
  const { db } = await freshDatabase();
  const { product, own, officer } = await producerWithProduct(db);
  const id = await filed(own, product);
  const [one, two] = await Promise.all(
    [1, 2].map(() => inTransaction(systemCtx(db), (tx) => numberFor(tx, 'commune', 'VN/22/06970', 2026))),
  );
  expect([one, two].toSorted()).toEqual(['01/PĐK-22-06970-2026', '02/PĐK-22-06970-2026']);
  await expect(
    inTransaction(systemCtx(db), async (tx) => {
      await numberFor(tx, 'commune', 'VN/22/06970', 2026);
      throw new Error('the power went');
    }),
  ).rejects.toThrow('the power went');
  const { version } = await dossierOf(officer, id);
  expect(await receiveAtCommune(officer, { id, version })).toEqual({ number: '03/PĐK-22-06970-2026' });
  expect(await inTransaction(systemCtx(db), (tx) => numberFor(tx, 'province', 'VN/22/06994', 2026))).toBe('01/PĐK-22-06994-2026'); // prettier-ignore
  expect(await inTransaction(systemCtx(db), (tx) => numberFor(tx, 'province', 'VN/22/06970', 2026))).toBe('02/PĐK-22-06970-2026'); // prettier-ignore
  await expect(receiveAtCommune(officer, { id, version: version + 1 })).rejects.toMatchObject({ code: 'state.conflict' }); // prettier-ignore
});

test('the commune asks once; the producer answers in place, and what was filed stays beside it (article 7.2)', async () => {
  const { db } = await freshDatabase();
  const { product, own, officer } = await producerWithProduct(db);
  const id = await filed(own, product);
  const before = await db.selectFrom('grading.dossier').select('copy').where('id', '=', id).executeTakeFirstOrThrow();
  expect(await dossierDuties(officer)).toMatchObject({ count: 1, due: '2026-12-14' });
  const list = { dossier: id, desk: 'commune', due_on: '2026-12-04', items: [{ about: 'answer/1.3', wanted: 'Xem lại mức' }, { wanted: 'Ảnh nhà xưởng' }] }; // prettier-ignore
  const two = await Promise.allSettled([1, 2].map(() => askForCompletion(officer, list)));
  expect(two.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await dossierDuties(officer)).toMatchObject({ count: 0 });
  expect((await listDossiers(officer, { queue: 'producer' })).items.map((row) => row.id)).toEqual([id]);
  const [request] = await requestsOf(own, id);
  const [first, second] = request!.items;
  await expect(answerRequest(own, { request: request!.id, version: 1 })).rejects.toMatchObject({ code: 'input.invalid' }); // prettier-ignore
  await answerItem(own, { item: first!.id, version: 0, value: 0, answer: 'Chế biến đơn giản' });
  await expect(answerItem(officer, { item: first!.id, version: 0, answer: 'Khác' })).rejects.toMatchObject({ code: 'version.stale' }); // prettier-ignore
  await answerItem(own, { item: second!.id, version: 0, answer: 'Đã gửi ở mục 1.3' });
  await answerRequest(own, { request: request!.id, version: 1 });
  const { fields, filed: asFiled, additions } = await dossierAnswers(own, id);
  expect([asFiled['answer/1.3']!.value, fields['answer/1.3']!.value]).toEqual([3, 0]);
  expect(additions.map(({ name, value }) => [name, value])).toEqual([['answer/1.3', 0]]);
  const after = await db.selectFrom('grading.dossier').select('copy').where('id', '=', id).executeTakeFirstOrThrow();
  expect(after).toEqual(before);
  // The clock went on running; a second list of the commune is refused.
  expect(await clocksOf(own, id)).toMatchObject([{ due_on: '2026-12-14', stopped_days: 0 }]);
  await expect(askForCompletion(officer, list)).rejects.toMatchObject({ details: { reason: 'dossiers.asked_once' } });
});

test('the clock stands still while the producer completes only where the council rules of the province say so', async () => {
  const { db } = await freshDatabase();
  const { product, own, officer } = await producerWithProduct(db);
  const body = JSON.stringify({ completionStopsClock: true });
  await db.insertInto('grading.council_rules').values({ area_path: 'VN/22', version: 1, body, set_at: new Date(0) }).execute(); // prettier-ignore
  const id = await filed(own, product);
  await askForCompletion(officer, { dossier: id, desk: 'commune', due_on: '2026-12-04', items: [{ wanted: 'Ảnh' }] });
  expect(await clocksOf(own, id)).toMatchObject([{ due_on: '2026-12-14', stopped_on: testDay }]);
  const [request] = await requestsOf(own, id);
  await answerItem(own, { item: request!.items[0]!.id, version: 0, answer: 'Đây' });
  await answerRequest(ctxOf(db, own.actor, '2026-11-28'), { request: request!.id, version: 1 });
  // Five days later is Saturday the 19th: the next working day.
  expect(await clocksOf(own, id)).toMatchObject([{ due_on: '2026-12-21', stopped_on: null, stopped_days: 5 }]);
});

test('evidence must hold until the round that the province has made, if it has made one', async () => {
  const { db } = await freshDatabase();
  const { product, own } = await producerWithProduct(db);
  const { id } = await openDossier(own, { product, kind: 'first' });
  expect((await stateOf(own, id)).gradingDay).toBe('2027-06-29');
  await makeRounds(ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' })), {
    area: 'VN/22',
    year: 2027,
  });
  expect((await stateOf(own, id)).gradingDay).toBe('2027-06-29');
  await db.updateTable('grading.round').set({ graded_until: '2027-05-20' }).where('no', '=', 1).execute();
  expect((await stateOf(own, id)).gradingDay).toBe('2027-05-20');
});

/** Gives the product 4 stars by its dossier, until a day. */
async function recognised(db: Db, product: string, dossier: string, decided_on: string) {
  await recordRecognition(
    systemCtx(db),
    aRecognition(product, { decided_on, ...(decided_on < '2026' && { criteria: '148/QĐ-TTg' }) }),
  );
  await db.updateTable('grading.dossier').set({ level: 'province', status: 'recognised' }).where('id', '=', dossier).execute(); // prettier-ignore
}

test('an upgrade opens only what the higher star raises and what changed: everything else is carried over', async () => {
  const { db } = await freshDatabase();
  const { producer, product, own } = await producerWithProduct(db);
  const first = await wholeDraft(own, product);
  const paper = await paperOf(db, producer, { type: 'vietgap', number: 'VG-1', issued_on: '2025-01-10', printed_end: '2026-11-30' }); // prettier-ignore
  await citeEvidence(own, { dossier: first, item: '1.2', paper });
  // Two items lower than the top: 4 stars by the minima of 5.
  const { sheet } = await dossierAnswers(own, first);
  const low = itemsOf(sheet).filter(({ options }) => options?.some(({ minimumFor }) => minimumFor === 5)).slice(0, 2); // prettier-ignore
  await saveFields(own, { dossier: first, fields: low.map(({ code }) => ({ name: `answer/${code}`, value: 0, version: 1 })) }); // prettier-ignore
  const { version } = await dossierOf(own, first);
  await fileDossier(own, { id: first, version, sure: 'on' });
  await recognised(db, product, first, '2026-11-01');
  const { id } = await openDossier(own, { product, kind: 'upgrade', stars: 5 });
  const { looks, toType, fields } = await stateOf(own, id);
  expect(low).toHaveLength(2);
  expect(looks.typed).toEqual([
    ...low.flatMap(({ code }) => [
      { name: `answer/${code}`, why: 'raise' },
      { name: `why/${code}`, why: 'raise' },
    ]),
    { name: 'form/changes', why: 'empty' },
  ]);
  expect(toType).toBe(5);
  expect(looks.renewals.map(({ item, why }) => [item, why])).toEqual([['1.2', 'ends_before']]);
  expect(Object.values(fields).filter(({ carried }) => carried)).toHaveLength(Object.keys(fields).length - 1);
  await saveFields(own, {
    dossier: id,
    fields: [
      ...low.map((item) => ({ name: `answer/${item.code}`, value: item.options!.length - 1, version: 1 })),
      { name: 'form/changes', value: 'Nâng công suất', version: 0 },
    ],
  });
  // The old explanations of the two are looked at as well; said again, nothing is left.
  expect((await stateOf(own, id)).looks.typed.map(({ why }) => why)).toEqual(['answer_changed', 'answer_changed']);
  await saveFields(own, { dossier: id, fields: low.map(({ code }) => ({ name: `why/${code}`, value: `Vì ${code}`, version: 1 })) }); // prettier-ignore
  expect((await stateOf(own, id)).toType).toBe(0);
  // A fact that is written anew since asks for one more look.
  await enterProductFact({ ...own, now: new Date('2026-11-25T03:00:00Z') }, { product, kind: 'packaging', description: 'Hộp mới', from: '2026-11-24' }); // prettier-ignore
  const looked = (await stateOf(own, id)).looks.typed;
  expect(new Set(looked.map(({ why }) => why))).toEqual(new Set(['fact_changed']));
});

test('a regrading is filed within its window alone, and taken back until a council has it', async () => {
  const { db } = await freshDatabase();
  const { product, own } = await producerWithProduct(db);
  const first = await filed(own, product);
  await recognised(db, product, first, '2024-06-30'); // ends 30/6/2027: its window opens on 1/1/2027
  const { id } = await openDossier(own, { product, kind: 'regrading' });
  await saveFields(own, { dossier: id, fields: [{ name: 'form/changes', value: 'Không đổi', version: 0 }] });
  const on = (day: string) => ctxOf(db, own.actor, day);
  const file = (day: string) => fileDossier(on(day), { id, version: 1, sure: 'on' });
  await expect(file('2026-12-31')).rejects.toMatchObject({ issues: [{ key: 'dossiers.missing_short.window_before' }] });
  await expect(file('2027-03-03')).rejects.toMatchObject({ issues: [{ key: 'dossiers.missing_short.window_after' }] });
  await file('2027-01-01');
  await retractDossier(own, { id, version: 2, reason: 'Bổ sung sau' });
  expect(await dossierOf(own, id)).toMatchObject({ status: 'retracted', asked: false });
  expect(await clocksOf(own, id)).toMatchObject([{ ended_on: testDay }]);
});

test('a dossier on paper is entered with its scans and numbered, typed or not; samples are counted', async () => {
  const { db } = await freshDatabase();
  const { product, officer } = await producerWithProduct(db);
  const counter = { ...officer, runtime: filesCtx(db, officer.actor, folder()).runtime };
  const scans = [await uploaded(counter)];
  const { id, number } = await registerPaperDossier(counter, {
    product,
    kind: 'first',
    handed_on: '2026-11-20',
    scans,
  });
  expect(number).toBe('01/PĐK-22-06970-2026');
  expect(await dossierOf(officer, id)).toMatchObject({ channel: 'paper', status: 'filed', filed_on: '2026-11-20', commune_received_on: '2026-11-20' }); // prettier-ignore
  const move = (what: string, count: number) => moveSamples(officer, { dossier: id, what, count, on: testDay, place: 'UBND xã' }); // prettier-ignore
  await expect(move('used', 1)).rejects.toMatchObject({ issues: [{ path: 'count', params: { n: 0 } }] });
  await move('received', 5);
  const both = await Promise.allSettled([move('used', 3), move('returned', 3)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await samplesOf(officer, id)).toHaveLength(2);
  const tourism = await producerWithProduct(db, 26);
  const visit = await registerPaperDossier(counter, { product: tourism.product, kind: 'first', handed_on: testDay, scans: [await uploaded(counter)], typed: 'on' }); // prettier-ignore
  await expect(moveSamples(officer, { dossier: visit.id, what: 'received', count: 1, on: testDay })).rejects.toMatchObject({ issues: [{ key: 'dossiers.samples_none' }] }); // prettier-ignore
});

test('what the forms say of a person is told to that person alone, and forgotten but for the name', async () => {
  const { db } = await freshDatabase();
  const { product, own } = await producerWithProduct(db);
  const { id: person } = own.actor!;
  await db.updateTable('identity.person').set({ phone: '+84912345678' }).where('id', '=', person).execute();
  const id = await wholeDraft(own, product);
  await fileDossier(own, { id, version: 1, sure: 'on', residence: 'Thôn 1, Ba Chẽ' });
  const forms = () => db.selectFrom('grading.dossier_person').selectAll().execute();
  expect(await forms()).toMatchObject([{ name: 'Lê Văn Thử', sex: 'female', residence: 'Thôn 1, Ba Chẽ' }]);
  expect(await dossiersHolder.held(own, person)).toMatchObject({
    dossiers: [{ product: 'Trà thử' }],
    named_in_forms: [{ sex: 'female' }],
  });
  const other = await personWith(db, 'producer_owner', {
    organisation: await producerIn(db, 'VN/22/06994', 'HTX Khác'),
  });
  expect(await dossiersHolder.held(own, other.id)).toEqual({});
  expect(await inTransaction(systemCtx(db), (tx) => dossiersHolder.erase(tx, person))).toEqual(['trust.kept.dossiers']);
  expect(await forms()).toMatchObject([
    { name: 'Lê Văn Thử', sex: null, ethnicity: null, residence: null, phone: null },
  ]);
});
