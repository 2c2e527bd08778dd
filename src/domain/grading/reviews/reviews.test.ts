import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/database.ts';
import { ctxOf, personWith, systemCtx, testDay } from '../../../../test/makers/context.ts';
import { dossierAt } from '../../../../test/makers/dossiers.ts';
import { filed, producerWithProduct } from '../../../../test/makers/drafts.ts';
import { communes } from '../../../../test/makers/producers.ts';
import { findAll, letter, propose, seat } from '../../../../test/makers/reviews.ts';
import { shippedSheets } from '#domain/criteria/sheets';
import { clocksOf } from '#domain/grading/dossiers/clock-rows';
import { dossierOf } from '#domain/grading/dossiers/queries';
import { receiveAtCommune } from '#domain/grading/dossiers/receipt';
import { askForCompletion } from '#domain/grading/dossiers/requests';
import { makeRounds } from '#domain/grading/process/rounds';
import { newId } from '#kernel/ids';
import { sendReport, verifyAnswer } from './advice.ts';
import { declineDossier, findContent, proposeDossier } from './commune.ts';
import { eliminateDossier, handOver, sendBack, takeIn } from './intake.ts';
import { communeReportOf, findingsOf, intakeOf, reportsOf, testsOf, verifiedOf, visitsOf } from './queries.ts';
import { contents, itemsOfContent, outRules, unfound } from './rules.ts';
import { enterTest, enterVisit } from './site.ts';

const stale = { code: 'version.stale' };
const reason = (key: string) => ({ code: 'state.conflict', details: { reason: key } });

test('each of the four contents of form 03 concerns items of every sheet; a craft of services has its own names', () => {
  for (const sheet of shippedSheets)
    for (const content of contents) {
      const isBare = !itemsOfContent(sheet, content).length;
      expect(isBare && content !== 'material', `${sheet.code} ${content}`).toBe(false);
    }
});

test('a dossier is out by the notes of its own sheet; set 26 has none for the whole dossier', () => {
  const of = (no: number) => outRules(shippedSheets.find((sheet) => sheet.no === no)!).map(({ id }) => id);
  expect(of(12)).toEqual(['dossier/1', 'dossier/2', 'dossier/3', '1.1/eliminate-1', '2.1/eliminate-1']);
  expect(of(26).filter((id) => id.startsWith('dossier/'))).toEqual([]);
});

test('four contents are needed', () => {
  expect(unfound([])).toEqual(['material', 'labour', 'idea', 'identity']);
  expect(unfound([{ content: 'idea' }, { content: 'labour' }])).toEqual(['material', 'identity']);
});

test('the commune receives, asks, finds four contents and proposes once; the clock of 15 working days ends with it', async () => {
  const { db } = await freshDatabase();
  const { own, officer, product } = await producerWithProduct(db);
  const id = await filed(own, product);
  const asking = { dossier: id, desk: 'commune', due_on: '2026-12-04', items: [{ wanted: 'Ảnh' }] };
  await expect(proposeDossier(officer, { id, version: 2, ...letter })).rejects.toMatchObject(reason('reviews.not_received')); // prettier-ignore
  await receiveAtCommune(officer, { id, version: 2 });
  const before = await clocksOf(officer, id);
  expect(before).toMatchObject([{ clock: 'communeReview', began_on: testDay, due_on: '2026-12-14', ended_on: null }]);

  await findAll(officer, id, ['material', 'labour', 'idea']);
  await expect(proposeDossier(officer, { id, version: 3, ...letter })).rejects.toMatchObject({
    issues: [{ path: 'finding-identity', key: 'reviews.find_first' }],
  });
  await findAll(officer, id, ['identity']);
  const again = { dossier: id, content: 'labour', finding: 'Chưa đủ', verdict: 'partly' };
  await findContent(officer, { ...again, version: 1 });
  await expect(findContent(officer, { ...again, version: 1 })).rejects.toMatchObject(stale);
  await expect(proposeDossier(officer, { id, version: 3, ...letter, letter_on: '2026-11-24' })).rejects.toMatchObject({ issues: [{ path: 'letter_on' }] }); // prettier-ignore
  await expect(proposeDossier(officer, { id, version: 3, ...letter, met: 'on' })).rejects.toMatchObject({ issues: [{ path: 'met_on' }] }); // prettier-ignore

  // While the producer has days left to complete it, it waits; afterwards it goes, and late is told as late.
  await askForCompletion(officer, asking);
  await expect(proposeDossier(officer, { id, version: 3, ...letter })).rejects.toMatchObject(reason('reviews.asked_open')); // prettier-ignore
  const late = ctxOf(db, officer.actor, '2026-12-15');
  await expect(proposeDossier(late, { id, version: 3, ...letter })).resolves.toEqual({ late: true });
  expect(await dossierOf(late, id)).toMatchObject({ level: 'province', status: 'proposed', asked: false });
  expect(await clocksOf(late, id)).toMatchObject([{ clock: 'communeReview', ended_on: '2026-12-15' }]);
  expect(await communeReportOf(late, id)).toMatchObject({ outcome: 'proposed', letter_no: '12/TTr-UBND', met_on: null }); // prettier-ignore
  await expect(proposeDossier(late, { id, version: 4, ...letter })).rejects.toMatchObject(reason('reviews.not_at_commune')); // prettier-ignore
  await expect(findContent(late, { ...again, version: 2 })).rejects.toMatchObject(reason('reviews.not_at_commune'));
  expect(await findingsOf(late, id)).toHaveLength(4);
});

test('a dossier that the commune declines ends with its reasons', async () => {
  const { db } = await freshDatabase();
  const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  const { dossier: id } = await dossierAt(db, { level: 'commune', status: 'filed' });
  await declineDossier(officer, { id, version: 1, reasons: 'Không rõ nguồn gốc' });
  expect(await dossierOf(officer, id)).toMatchObject({ level: 'commune', status: 'declined' });
  expect(await communeReportOf(officer, id)).toMatchObject({ outcome: 'declined', reasons: 'Không rõ nguồn gốc' });
});

test('the province takes in: two at once get two numbers without a gap; a regrading has 45 days; what is sent back comes again', async () => {
  const { db } = await freshDatabase();
  const commune = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  const province = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  await makeRounds(systemCtx(db), { area: 'VN/22', year: 2027 });
  const at = { level: 'commune', status: 'filed' } as const;
  const [first, second, third] = [
    await dossierAt(db, at, { commune_no: 'a' }),
    await dossierAt(db, at, { commune_no: 'b', kind: 'regrading' }),
    await dossierAt(db, at, { commune_no: 'c' }),
  ].map(({ dossier }) => dossier) as [string, string, string];
  for (const id of [first, second, third]) await propose(commune, id);
  expect((await intakeOf(province, 'proposed')).items).toHaveLength(3);

  await sendBack(province, { id: third, version: 2, reason: 'Thiếu biên bản' });
  expect(await dossierOf(commune, third)).toMatchObject({ level: 'commune', status: 'filed' });
  expect(await communeReportOf(commune, third)).toBeNull();
  expect(await clocksOf(commune, third)).toMatchObject([{ clock: 'communeReview', began_on: testDay, ended_on: null }]);
  await proposeDossier(commune, { id: third, version: 3, ...letter, letter_no: '13/TTr-UBND' });

  const received = await Promise.all([first, second].map((id) => takeIn(province, { id, version: 2, received_on: testDay }))); // prettier-ignore
  expect(received.map(({ number }) => number).toSorted()).toEqual(['01/PĐK-22-06970-2026', '02/PĐK-22-06970-2026']);
  await expect(takeIn(province, { id: third, version: 2, received_on: testDay })).rejects.toMatchObject(stale);
  await expect(takeIn(province, { id: third, version: 4, received_on: '2026-11-24' })).rejects.toMatchObject({ issues: [{ path: 'received_on' }] }); // prettier-ignore
  expect(await takeIn(province, { id: third, version: 4, received_on: testDay })).toEqual({
    number: '03/PĐK-22-06970-2026',
  });
  const row = await dossierOf(province, first);
  expect(row).toMatchObject({ level: 'province', status: 'received', province_received_on: testDay });
  expect(row.round_id).not.toBeNull();
  expect((await clocksOf(province, first)).some(({ clock }) => clock === 'regradingResult')).toBe(false);
  expect((await clocksOf(province, second)).find(({ clock }) => clock === 'regradingResult')).toMatchObject({
    began_on: testDay,
    due_on: '2027-01-07',
  });

  await handOver(province, { id: first, version: 3 });
  await expect(eliminateDossier(province, { id: first, version: 4, rule: 'dossier/9', reason: 'x' })).rejects.toMatchObject({ issues: [{ path: 'rule' }] }); // prettier-ignore
  await eliminateDossier(province, { id: first, version: 4, rule: 'dossier/1', reason: 'Giấy kiểm nghiệm giả' });
  expect(await dossierOf(province, first)).toMatchObject({ level: 'province', status: 'eliminated' });
  // The office reports of a regrading (article 7.6c), without an advisory group.
  await sendReport(province, { dossier: second, summary: 'Giữ vững', proposal: 'grade', signer: 'Thử', sent_on: testDay }); // prettier-ignore
  expect(await reportsOf(province, second)).toMatchObject([{ author: 'office', level: 'province' }]);
  await expect(sendReport(province, { dossier: third, summary: 'x', proposal: 'grade', signer: 'Thử', sent_on: testDay })).rejects.toMatchObject(reason('reviews.hand_over_first')); // prettier-ignore
});

test('a dossier belongs to the round of the day on which the commune proposed it, however late it is taken in', async () => {
  const { db } = await freshDatabase();
  await communes(db);
  const officer = await personWith(db, 'province_officer', { area: 'VN/22' });
  await makeRounds(ctxOf(db, officer, '2027-01-05'), { area: 'VN/22', year: 2027 });
  const taken = async (proposed: string) => {
    const { dossier } = await dossierAt(db, { level: 'province', status: 'proposed' }, { filed_on: '2027-04-01' });
    const step = { from_level: 'commune', from_status: 'filed', level: 'province', status: 'proposed' };
    await db
      .insertInto('grading.dossier_step')
      .values({ id: newId(), dossier_id: dossier, at: new Date(`${proposed}T03:00:00Z`), on_day: proposed, ...step })
      .execute();
    await takeIn(ctxOf(db, officer, '2027-05-05'), { id: dossier, version: 1, received_on: '2027-05-05' });
    const row = await db
      .selectFrom('grading.dossier as dossier')
      .innerJoin('grading.round as round', 'round.id', 'dossier.round_id')
      .select('round.no')
      .where('dossier.id', '=', dossier)
      .executeTakeFirst();
    return row?.no;
  };
  expect([await taken('2027-04-29'), await taken('2027-04-30')]).toEqual([1, 2]);
});

test('whoever sits in the advisory group visits, tests, verifies and reports; who sits there no more does not', async () => {
  const { db } = await freshDatabase();
  const { own, officer, product } = await producerWithProduct(db);
  const id = await filed(own, product);
  await receiveAtCommune(officer, { id, version: 2 });
  await propose(officer, id);
  const province = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  await takeIn(province, { id, version: 4, received_on: testDay });
  await handOver(province, { id, version: 5 });
  const members = [await personWith(db, 'council_member', { area: 'VN/22' }), await personWith(db, 'council_member', { area: 'VN/22' })]; // prettier-ignore
  const [member, gone] = members.map((actor) => ctxOf(db, actor)) as [typeof province, typeof province];
  await seat(db, gone.actor!.id, 'VN/22', { to_on: '2026-11-22' });
  const visit = { dossier: id, visited_on: testDay, place: 'Xưởng', lat: '21,0064', lon: '107.29', findings: 'Sạch' };
  await expect(enterVisit(gone, visit)).rejects.toMatchObject({ code: 'not_found' });
  await expect(enterVisit(member, visit)).rejects.toMatchObject({ code: 'not_found' });
  await seat(db, member.actor!.id);

  await expect(enterVisit(member, { ...visit, lat: '48.1' })).rejects.toMatchObject({ issues: [{ path: 'lat', key: 'reviews.no_place' }] }); // prettier-ignore
  await expect(enterVisit(member, { ...visit, lon: '' })).rejects.toMatchObject({ issues: [{ path: 'lon' }] });
  await enterVisit(member, visit);
  expect(await visitsOf(member, id)).toMatchObject([{ lat: 21.0064, lon: 107.29, photos: [] }]);

  const sample = { dossier: id, laboratory: 'Trung tâm kiểm nghiệm', tested: 'Chì', taken_on: testDay };
  const { id: asked } = await enterTest(member, { ...sample, version: 0 });
  await expect(enterTest(member, { ...sample, test: asked, version: 1, passed: 'no' })).rejects.toMatchObject({ issues: [{ path: 'result_on' }] }); // prettier-ignore
  await enterTest(member, { ...sample, test: asked, version: 1, result_on: testDay, result: '0,01', passed: 'yes' });
  expect(await testsOf(member, id)).toMatchObject([{ id: asked, version: 2, passed: true }]);

  const answer = { dossier: id, item: '1.2', version: 0 };
  await expect(verifyAnswer(member, { ...answer, value: 0 })).rejects.toMatchObject({ issues: [{ path: 'note-1.2', key: 'reviews.say_why' }] }); // prettier-ignore
  await verifyAnswer(member, { ...answer, value: 0, note: 'Chứng nhận chỉ phủ một phần vùng' });
  expect((await verifiedOf(member, id)).get('1.2')).toMatchObject({ value: 0, version: 1 });

  const report = { dossier: id, summary: 'Đủ điều kiện', signer: 'Thử', sent_on: testDay };
  await sendReport(member, { ...report, proposal: 'grade_after' });
  await sendReport(member, { ...report, proposal: 'grade' });
  await expect(sendReport(member, { ...report, proposal: 'grade' })).rejects.toMatchObject(reason('reviews.reported'));
  expect((await reportsOf(member, id)).map(({ author, proposal }) => `${author} ${proposal}`)).toEqual(['group grade', 'group grade_after']); // prettier-ignore
});
