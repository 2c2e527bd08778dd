import { expect, test } from 'vitest';
import { fileDatabase, freshDatabase } from '../../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../../test/makers/context.ts';
import { aRecognition } from '../../../../test/makers/products.ts';
import { closedSession, scoredAt } from '../../../../test/makers/results.ts';
import { publicProduct } from '#domain/products/queries';
import { recordRecognition } from '#domain/products/recognitions';
import { newId } from '#kernel/ids';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { fileComplaint, acceptComplaint, settleComplaint } from './complaints.ts';
import { draftDecision, dropDecision, signDecision } from './drafts.ts';
import { answerOfMinistry, sendToMinistry } from './ministry.ts';
import { tellResult } from './outcomes.ts';
import {
  complaintById,
  decisionById,
  lettersTo,
  listComplaints,
  listDecisions,
  publicDecision,
  publicDecisions,
} from './queries.ts';
import { releaseDecision } from './release.ts';
import { ministryFiles, scoredDossiers } from './results.ts';
import { certificateNumber, stepsFor } from './rules.ts';

const graded = (stars: number, bandStars: number, total: number) => ({ outcome: 'graded' as const, stars, bandStars, total }); // prettier-ignore

test.each([
  ['four stars go on a decision of the province', graded(4, 4, 7850), 'province', 'ask', ['recognise']],
  ['two stars are told, not decided (article 4.1a)', graded(2, 2, 4900), 'province', 'ask', ['tell']],
  ['ninety points go to the ministry (article 7.3e)', graded(5, 5, 9000), 'province', 'recognise', ['ministry']],
  ['ninety points without a minimum of five: the ministry is asked, where the rules say so', graded(4, 5, 9200), 'province', 'ask', ['ministry']],
  ['ninety points without a minimum of five: the province recognises, where the rules say so', graded(4, 5, 9200), 'province', 'recognise', ['recognise', 'ministry']],
  ['five stars of the ministry are recognised by it', graded(5, 5, 9300), 'ministry', 'ask', ['recognise']],
  ['less than ninety at the ministry goes back to the province (article 7.4g)', graded(4, 4, 8990), 'ministry', 'ask', ['return']],
  ['a dossier that a rule stopped is told with the rule', { outcome: 'stopped' as const, stars: null, bandStars: 4, total: 8000 }, 'province', 'ask', ['eliminate']],
] as const)('%s', (_, result, level, onMissed, steps) => {
  expect(stepsFor(result, level, onMissed)).toEqual(steps);
}); // prettier-ignore

test('a certificate is numbered by serial, year and the symbol that its desk chose', () => {
  expect([certificateNumber(7, 2026, 'GCN-OCOP'), certificateNumber(1234, 2026, 'QN')]).toEqual([
    '007/2026/GCN-OCOP',
    '1234/2026/QN',
  ]);
});

const signed = { number: '1200/QĐ-UBND', decided_on: '2026-11-20', signer: 'Trần Văn Thử', signer_title: 'Phó Chủ tịch' }; // prettier-ignore
const code = (write: Promise<unknown>) =>
  write.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? (error.details.reason ?? error.issues[0]?.key ?? error.code) : Promise.reject(error)), // prettier-ignore
  );

async function office() {
  const { db } = await freshDatabase();
  const made = await scoredAt(db);
  const ctx = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  return { db, ctx, ...made };
}

async function drafted(ctx: Ctx, ...dossiers: string[]) {
  const { id } = await draftDecision(ctx, { dossiers });
  await signDecision(ctx, { id, version: 1, ...signed });
  return id;
}

test('one decision covers many products: held until it is released, then register, certificates, dossiers and letters stand at once', async () => {
  const { db, ctx, dossier, product, producer } = await office();
  const other = await scoredAt(db, { stars: 3, band_stars: 3, total: 6001, part_a: 2000, part_b: 2000, part_c: 2000 });
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const id = await drafted(ctx, dossier, other.dossier);
  // Held: neither the register, nor the producer, nor the public sees any of it.
  expect((await publicProduct(ctx, product)).recognitions).toEqual([]);
  expect(await lettersTo(own, producer)).toEqual([]);
  await expect(publicDecision(ctxOf(db, null), id)).rejects.toMatchObject({ code: 'not_found' });
  const { lines } = await decisionById(ctx, id);
  expect(lines.map(({ stars, certificate_no }) => [stars, certificate_no])).toEqual([
    [4, '001/2026/GCN-OCOP'],
    [3, '002/2026/GCN-OCOP'],
  ]);
  await releaseDecision(ctx, { id, version: 2 });
  const { recognitions, code: given } = await publicProduct(ctx, product);
  expect(recognitions).toMatchObject([
    { stars: 4, decision_no: '1200/QĐ-UBND', decided_on: '2026-11-20', valid_to: '2029-11-20', certificate_no: '001/2026/GCN-OCOP', total: 7850 },
  ]); // prettier-ignore
  expect(given).toMatch(/^22-06970-/);
  expect(await lettersTo(own, producer)).toMatchObject([{ kind: 'recognised', stars: 4, number: '1200/QĐ-UBND' }]);
  expect((await publicDecision(ctxOf(db, null), id)).lines).toHaveLength(2);
  expect(await db.selectFrom('grading.dossier').select('status').distinct().execute()).toEqual([{ status: 'recognised' }]); // prettier-ignore
  expect(await code(releaseDecision(ctx, { id, version: 3 }))).toBe('decisions.is_released');
});

test('a release that fails at its last product leaves nothing behind', async () => {
  const { db, ctx, dossier, product } = await office();
  const other = await scoredAt(db);
  const id = await drafted(ctx, dossier, other.dossier);
  // Meanwhile an officer recorded this very decision of the second product by hand.
  await recordRecognition(systemCtx(db), aRecognition(other.product, { decision_no: signed.number, decided_on: signed.decided_on })); // prettier-ignore
  expect(await code(releaseDecision(ctx, { id, version: 2 }))).toBe('products.recognised_already');
  expect((await publicProduct(ctx, product)).recognitions).toEqual([]);
  expect(await db.selectFrom('grading.certificate').selectAll().execute()).toEqual([]);
  expect(await db.selectFrom('grading.letter').selectAll().execute()).toEqual([]);
  expect((await decisionById(ctx, id)).status).toBe('signed');
});

test('two release at once: one does it, the other is told', async () => {
  const { db, ctx, dossier } = await office();
  const id = await drafted(ctx, dossier);
  const said = await Promise.all([1, 2].map(() => code(releaseDecision(ctx, { id, version: 2 }))));
  expect(said.toSorted()).toEqual(['done', 'errors.version.stale_own']);
  expect(await db.selectFrom('grading.certificate').select('number').execute()).toHaveLength(1);
});

test('a result is on one decision only; a draft that is given up lets it wait again', async () => {
  const { ctx, dossier } = await office();
  const { id } = await draftDecision(ctx, { dossiers: [dossier] });
  expect(await code(draftDecision(ctx, { dossiers: [dossier] }))).toBe('decisions.on_another');
  await dropDecision(ctx, { id, version: 1 });
  expect(await scoredDossiers(ctx)).toMatchObject([{ dossier_id: dossier, decision_id: null }]);
  expect((await listDecisions(ctx, { status: null, kind: null, q: null, page: 1 })).items).toEqual([]);
});

test('whoever is not of the office sees no result before its release', async () => {
  const { db, dossier, producer } = await office();
  const others = await Promise.all([
    personWith(db, 'commune_officer', { area: 'VN/22/06970' }),
    personWith(db, 'council_member', { area: 'VN/22' }),
    personWith(db, 'producer_owner', { organisation: producer }),
    personWith(db, 'ministry_officer', { area: 'VN' }),
  ]);
  for (const person of others) expect(await scoredDossiers(ctxOf(db, person), [dossier])).toEqual([]);
});

test('one or two stars are told with reasons and end the dossier; a stopped one needs no reason of its own', async () => {
  const { db, ctx } = await office();
  const low = await scoredAt(db, { stars: 2, band_stars: 2, total: 4800 });
  const stopped = await scoredAt(db, { outcome: 'stopped', stars: null, merged: JSON.stringify({ reasons: ['d1'] }) });
  await tellResult(ctx, { dossier: low.dossier, reason: 'Bổ sung bao bì, nhãn.' });
  await tellResult(ctx, { dossier: stopped.dossier });
  const rows = await db.selectFrom('grading.letter').select(['kind', 'reason']).orderBy('kind').execute();
  expect(rows).toEqual([
    { kind: 'eliminated', reason: null },
    { kind: 'not_recognised', reason: 'Bổ sung bao bì, nhãn.' },
  ]);
  const star = await scoredAt(db);
  expect(await code(tellResult(ctx, { dossier: star.dossier, reason: 'x' }))).toBe('decisions.has_star');
});

test('ninety points: the file goes to the ministry, the earlier star shows meanwhile; five stars come back with the minister’s decision', async () => {
  const { db, ctx } = await office();
  const five = await scoredAt(db, { stars: 5, band_stars: 5, total: 9300 }, { kind: 'upgrade' });
  await recordRecognition(systemCtx(db), aRecognition(five.product, { decided_on: '2026-05-30' }));
  expect(await code(draftDecision(ctx, { dossiers: [five.dossier] }))).toBe('decisions.five_by_ministry');
  await sendToMinistry(ctx, { dossier: five.dossier, request_no: '88/UBND', sent_on: '2026-11-21' });
  expect((await publicProduct(ctx, five.product)).standing).toMatchObject({ state: 'valid', stars: 4 });
  const answer = { dossier: five.dossier, outcome: 'recognised', outcome_no: '9/QĐ-BNNMT', outcome_on: '2026-11-22', total: '92,5' }; // prettier-ignore
  await answerOfMinistry(ctx, answer);
  expect((await publicProduct(ctx, five.product)).standing).toMatchObject({ state: 'valid', stars: 5 });
  expect(await code(answerOfMinistry(ctx, answer))).toBe('decisions.nothing_waits');
});

test('less than ninety at the ministry: the province recognises on that result, or scores again', async () => {
  const { db, ctx } = await office();
  const [one, two] = [await scoredAt(db, { stars: 5, band_stars: 5, total: 9100 }), await scoredAt(db, { stars: 5, band_stars: 5, total: 9000 })]; // prettier-ignore
  for (const { dossier } of [one, two])
    await sendToMinistry(ctx, { dossier, request_no: '88/UBND', sent_on: '2026-11-21' });
  const paper = { outcome_no: '5/BNNMT', outcome_on: '2026-11-22' };
  await answerOfMinistry(ctx, { dossier: one.dossier, outcome: 'recognise_on_result', stars: 4, total: '88', ...paper }); // prettier-ignore
  expect(await scoredDossiers(ctx, [one.dossier])).toMatchObject([{ stars: 4, total: 8800, by_ministry: true, level: 'province' }]); // prettier-ignore
  const id = await drafted(ctx, one.dossier);
  await releaseDecision(ctx, { id, version: 2 });
  expect((await publicProduct(ctx, one.product)).recognitions).toMatchObject([{ stars: 4, total: 8800, part_a: null }]);
  await answerOfMinistry(ctx, { dossier: two.dossier, outcome: 'score_again', ...paper });
  const row = await db.selectFrom('grading.dossier').select(['level', 'status']).where('id', '=', two.dossier).executeTakeFirst(); // prettier-ignore
  expect(row).toEqual({ level: 'province', status: 'received' });
});

test('below ninety points nothing is sent to the ministry', async () => {
  const { ctx, dossier } = await office();
  const send = sendToMinistry(ctx, { dossier, request_no: '1', sent_on: '2026-11-20' });
  expect(await code(send)).toBe('decisions.below_ninety');
});

test('a complaint has its two clocks, its outcome, and no reader but its producer and its office', async () => {
  const { db, ctx, product, producer } = await office();
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const { id } = await fileComplaint(own, { product, about: 'Điểm mục 4.1 thấp hơn minh chứng.' });
  // 23/11 + 10 days = 3/12, a Thursday.
  expect(await complaintById(own, id)).toMatchObject({ accept_by: '2026-12-03', status: 'filed', channel: 'online' });
  expect(await code(settleComplaint(ctx, { id, version: 1, outcome: 'kept', reason: 'x' }))).toBe('decisions.complaint_is_filed'); // prettier-ignore
  await acceptComplaint(ctx, { id, version: 1 });
  expect(await complaintById(ctx, id)).toMatchObject({ status: 'accepted', settle_by: '2026-12-23' });
  await settleComplaint(ctx, { id, version: 2, outcome: 'score_again', reason: 'Chấm lại mục 4.1.' });
  expect(await complaintById(own, id)).toMatchObject({ status: 'settled', outcome: 'score_again' });
  expect((await lettersTo(own, producer)).map(({ kind }) => kind)).toEqual(['complaint_settled', 'complaint_accepted']);
  const stranger = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  await expect(complaintById(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
});

const { db: shared } = await fileDatabase();
const province = ctxOf(shared, await personWith(shared, 'province_officer', { area: 'VN/22' }));
const ministry = ctxOf(shared, await personWith(shared, 'ministry_officer', { area: 'VN' }));
const five = { stars: 5, band_stars: 5, total: 9300, part_a: 3700, part_b: 2300, part_c: 3300 };
const missed = { stars: 4, band_stars: 5, total: 9100, part_a: 3700, part_b: 2200, part_c: 3200 };
const sent = { request_no: '1', sent_on: '2026-11-20' };
const answered = { outcome_no: '2/BNNMT', outcome_on: '2026-11-21' };
let n = 0;
const sign = async (ctx: Ctx, ...dossiers: string[]) => {
  const { id } = await draftDecision(ctx, { dossiers });
  await signDecision(ctx, { id, version: 1, ...signed, number: `${++n}/QĐ-THU` });
  return id;
};

test('a result that was scored again since the signing is not released, and its product is named', async () => {
  const made = await scoredAt(shared);
  const id = await sign(province, made.dossier);
  const first = await shared.selectFrom('grading.result').selectAll().where('id', '=', made.result).executeTakeFirstOrThrow(); // prettier-ignore
  await shared
    .insertInto('grading.result')
    .values({
      ...first,
      id: newId(),
      session_id: await closedSession(shared),
      stars: 3,
      band_stars: 3,
      total: 6000,
      made_at: new Date('2026-11-23T05:00:00Z'),
      merged: JSON.stringify({}),
      rules: JSON.stringify({}),
    }) // prettier-ignore
    .execute();
  const refused = await releaseDecision(province, { id, version: 2 }).catch((error: AppError) => error);
  const { name } = await publicProduct(province, made.product);
  expect(refused).toMatchObject({ details: { reason: 'decisions.result_changed', product: name } });
});

test('sent to the ministry and put on a decision at once: only one of them holds', async () => {
  await setRules('recognise');
  for (let i = 0; i < 4; i++) {
    const { dossier } = await scoredAt(shared, missed);
    const said = await Promise.all([
      code(sendToMinistry(province, { dossier, ...sent })),
      code(draftDecision(province, { dossiers: [dossier] })),
    ]);
    expect(said.filter((one) => one === 'done')).toHaveLength(1);
  }
  await setRules('ask');
});

test('ninety points without a minimum of five go on no decision of the province while its rules ask the ministry first', async () => {
  const { dossier } = await scoredAt(shared, missed);
  expect(await code(draftDecision(province, { dossiers: [dossier] }))).toBe('decisions.ministry_first');
  const low = await scoredAt(shared, { ...missed, stars: 2 });
  expect(await code(tellResult(province, { dossier: low.dossier, reason: 'x' }))).toBe('decisions.has_star');
});

test('before its release a draft is read by its office and by auditors, and by nobody else', async () => {
  const { dossier } = await scoredAt(shared);
  const { id } = await draftDecision(province, { dossiers: [dossier] });
  const secretary = ctxOf(shared, await personWith(shared, 'council_secretary', { area: 'VN/22' }));
  const auditor = ctxOf(shared, await personWith(shared, 'auditor', { area: 'VN' }));
  const all = { status: null, kind: null, q: null, page: 1 } as const;
  for (const other of [ministry, secretary]) {
    expect(await code(decisionById(other, id))).toBe('not_found');
    expect((await listDecisions(other, all)).items.map((one) => one.id)).not.toContain(id);
  }
  for (const reader of [province, auditor]) expect(await code(decisionById(reader, id))).toBe('done');
});

test('the province recognises on the ministry’s total, which is needed, is below ninety and carries the stars', async () => {
  const { dossier } = await scoredAt(shared, five);
  await sendToMinistry(province, { dossier, ...sent });
  const back = (stars: number, total: string | null) =>
    code(answerOfMinistry(province, { dossier, outcome: 'recognise_on_result', stars, total, ...answered }));
  expect(await back(4, null)).toBe('fields.required');
  expect(await back(4, '55')).toBe('decisions.more_than_points');
  expect(await back(4, '90')).toBe('decisions.below_ninety_only');
  expect(await back(3, '75')).toBe('done'); // a missed minimum of four
});

test('the ministry sends back what its own council scored below five, and the province recognises it', async () => {
  const { dossier, result } = await scoredAt(shared, five);
  await sendToMinistry(province, { dossier, ...sent });
  await shared.updateTable('grading.dossier').set({ status: 'scored' }).where('id', '=', dossier).execute();
  const session_id = await closedSession(shared, { level: 'ministry', area: 'VN' });
  await shared.updateTable('grading.result').set({ ...missed, session_id }).where('id', '=', result).execute(); // prettier-ignore
  const back = (ctx: Ctx, total: string) => code(answerOfMinistry(ctx, { dossier, outcome: 'recognise_on_result', stars: 4, total, ...answered })); // prettier-ignore
  expect(await code(draftDecision(ministry, { dossiers: [dossier] }))).toBe('decisions.goes_back');
  expect(await back(province, '91')).toBe('not_found');
  expect(await back(ministry, '80')).toBe('decisions.not_the_result');
  await shared.updateTable('grading.result').set({ total: 8800, band_stars: 4 }).where('id', '=', result).execute();
  expect((await ministryFiles(ministry)).map((one) => one.dossier_id)).toContain(dossier);
  expect(await back(ministry, '88')).toBe('done');
  expect(await code(draftDecision(province, { dossiers: [dossier] }))).toBe('done');
});

test('five stars that the ministry releases here close the file that asked for them', async () => {
  const { dossier } = await scoredAt(shared, five);
  await sendToMinistry(province, { dossier, ...sent });
  await shared.updateTable('grading.dossier').set({ status: 'scored' }).where('id', '=', dossier).execute();
  await releaseDecision(ministry, { id: await sign(ministry, dossier), version: 2 });
  const file = await shared.selectFrom('grading.ministry_file').select('outcome').where('dossier_id', '=', dossier).executeTakeFirst(); // prettier-ignore
  expect(file).toEqual({ outcome: 'recognised' });
});

test('five stars by a paper answer, wherever it finds the dossier: a certificate, a public decision, a letter with its star', async () => {
  for (const [i, status] of (['proposed', 'received', 'reviewing', 'scheduled'] as const).entries()) {
    const made = await scoredAt(shared, five);
    const own = ctxOf(shared, await personWith(shared, 'producer_owner', { organisation: made.producer }));
    await sendToMinistry(province, { dossier: made.dossier, ...sent });
    await shared.updateTable('grading.dossier').set({ status }).where('id', '=', made.dossier).execute();
    await answerOfMinistry(province, { dossier: made.dossier, outcome: 'recognised', ...answered, outcome_no: '99/QĐ-BNNMT', certificate_no: `${i}/GCN`, total: '92' }); // prettier-ignore
    const certificate = await shared.selectFrom('grading.certificate').select('number').where('product_id', '=', made.product).executeTakeFirst(); // prettier-ignore
    expect(certificate).toEqual({ number: `${i}/GCN` });
    expect((await lettersTo(own, made.producer))[0]).toMatchObject({ kind: 'recognised', stars: 5, number: '99/QĐ-BNNMT' }); // prettier-ignore
  }
  const listed = (await publicDecisions(ctxOf(shared, null))).items.filter(({ number }) => number === '99/QĐ-BNNMT');
  expect(listed).toMatchObject([{ products: 4, stars5: 4 }]);
});

test('the number of a decision given up is taken by the next; signed anew with another symbol, the certificate follows', async () => {
  const [a, b] = [await scoredAt(shared), await scoredAt(shared)];
  const numberOf = async (id: string) => (await decisionById(province, id)).lines[0]!.certificate_no!;
  const one = await sign(province, a.dossier);
  const first = await numberOf(one);
  await dropDecision(province, { id: one, version: 2 });
  const two = await sign(province, b.dossier);
  expect(await numberOf(two)).toBe(first);
  await signDecision(province, { id: two, version: 2, ...signed, number: `${++n}/QĐ-THU`, symbol: 'GCN-QN' });
  expect(await numberOf(two)).toBe(first.replace('GCN-OCOP', 'GCN-QN'));
  const early = signDecision(province, { id: two, version: 3, ...signed, decided_on: '2026-11-17' });
  expect(await code(early)).toBe('decisions.before_session');
});

test('the public decision says nothing of who worked on it', async () => {
  const id = await sign(province, (await scoredAt(shared)).dossier);
  await releaseDecision(province, { id, version: 2 });
  const [one, row] = [await publicDecision(ctxOf(shared, null), id), (await publicDecisions(ctxOf(shared, null))).items[0]!]; // prettier-ignore
  for (const keys of [Object.keys(one), Object.keys(row)])
    expect(keys.filter((key) => /_by$|^file|^made|^changed/.test(key))).toEqual([]);
});

test('a complaint that an auditor has in the list opens', async () => {
  const made = await scoredAt(shared);
  const { id } = await fileComplaint(province, { product: made.product, about: 'x' });
  const auditor = ctxOf(shared, await personWith(shared, 'auditor', { area: 'VN' }));
  expect((await listComplaints(auditor, { status: null, page: 1 })).items.map((one) => one.id)).toContain(id);
  expect(await complaintById(auditor, id)).toMatchObject({ mayDecide: false, isOwn: false });
});

/** The rules of the province, written straight to the database. */
async function setRules(ministryOnMissedMinimum: 'ask' | 'recognise') {
  await shared.deleteFrom('grading.council_rules').execute();
  await shared
    .insertInto('grading.council_rules')
    .values({
      area_path: 'VN/22',
      version: 1,
      body: JSON.stringify({ ministryOnMissedMinimum }),
      set_at: new Date('2026-11-20T02:00:00Z'),
    }) // prettier-ignore
    .execute();
}
