import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../../test/makers/context.ts';
import { aRecognition } from '../../../../test/makers/products.ts';
import { scoredAt } from '../../../../test/makers/results.ts';
import { publicProduct } from '#domain/products/queries';
import { recordRecognition } from '#domain/products/recognitions';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { fileComplaint, acceptComplaint, settleComplaint } from './complaints.ts';
import { draftDecision, dropDecision, signDecision } from './drafts.ts';
import { answerOfMinistry, sendToMinistry } from './ministry.ts';
import { tellResult } from './outcomes.ts';
import { complaintById, decisionById, lettersTo, listDecisions, publicDecision } from './queries.ts';
import { releaseDecision } from './release.ts';
import { scoredDossiers } from './results.ts';
import { certificateNumber, stepsFor } from './rules.ts';

const graded = (stars: number, bandStars: number, total: number) => ({ outcome: 'graded' as const, stars, bandStars, total }); // prettier-ignore

test.each([
  ['four stars go on a decision of the province', graded(4, 4, 7850), 'province', 'ask', ['recognise']],
  ['two stars are told, not decided (article 4.1a)', graded(2, 2, 4900), 'province', 'ask', ['tell']],
  ['ninety points go to the ministry (article 7.3e)', graded(5, 5, 9000), 'province', 'recognise', ['ministry']],
  ['ninety points without a minimum of five: the ministry is asked, where the rules say so', graded(4, 5, 9200), 'province', 'ask', ['ministry', 'recognise']],
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
