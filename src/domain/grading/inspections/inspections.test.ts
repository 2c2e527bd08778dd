import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../../test/makers/context.ts';
import { aProduct, aRecognition, producerIn } from '../../../../test/makers/products.ts';
import { decision } from '#domain/criteria/sheets';
import { signDecision } from '#domain/grading/decisions/drafts';
import { releaseDecision } from '#domain/grading/decisions/release';
import { registerProduct } from '#domain/products/actions';
import { publicProduct } from '#domain/products/queries';
import { recordRecognition } from '#domain/products/recognitions';
import { AppError } from '#kernel/errors';
import { addFinding, concludeInspection, mendFinding, planInspection } from './inspections.ts';
import { inspectionById, listCases } from './queries.ts';
import { conclusionsFor, grounds, groundOf } from './rules.ts';
import { decideCases, openCase, verifyCase } from './withdrawals.ts';

test('the six grounds are those of article 8.1; each conclusion that ends a star names one', () => {
  expect(decision.withdrawalGrounds.map(({ code }) => code)).toEqual(grounds);
  expect([groundOf('withdraw'), groundOf('stopped'), groundOf('kept'), groundOf('mend')]).toEqual(['b', 'đ', null, null]); // prettier-ignore
});

test('nothing is "kept" while something is to be mended, and nothing withdrawn where all is met', () => {
  const finding = (verdict: string, mended_on: string | null = null) => ({ verdict, mended_on });
  expect(conclusionsFor([finding('met')])).toEqual(['kept', 'stopped']);
  expect(conclusionsFor([finding('met'), finding('mend')])).toEqual(['mend', 'withdraw', 'stopped']);
  expect(conclusionsFor([finding('mend', '2026-11-20')])).toEqual(['kept', 'stopped']);
  // A breach is handled by article 8, though it be mended since.
  expect(conclusionsFor([finding('breach', '2026-11-20')])).toEqual(['mend', 'withdraw', 'stopped']);
});

async function starred() {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const { id: recognition } = await recordRecognition(systemCtx(db), aRecognition(product));
  const person = (role: Parameters<typeof personWith>[1], area: string) => personWith(db, role, { area });
  return {
    db,
    product,
    recognition,
    inspector: ctxOf(db, await person('inspector', 'VN/22')),
    commune: ctxOf(db, await person('commune_officer', 'VN/22/06970')),
    province: ctxOf(db, await person('province_officer', 'VN/22')),
  };
}

const code = (write: Promise<unknown>) =>
  write.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? (error.details.reason ?? error.issues[0]?.key ?? error.code) : Promise.reject(error)), // prettier-ignore
  );

test('an inspection finds what is to be mended, waits for it, and is concluded once it is', async () => {
  const { product, inspector } = await starred();
  const { id } = await planInspection(inspector, { product, kind: 'planned', planned_on: '2026-11-20' });
  const finding = { inspection: id, about: 'mark', finding: 'In sai biểu trưng', verdict: 'mend' };
  expect(await code(addFinding(inspector, finding))).toBe('fields.required');
  const { id: found } = await addFinding(inspector, { ...finding, mend_by: '2026-12-10' });
  const conclude = (version: number, conclusion: string) =>
    concludeInspection(inspector, { id, version, held_on: '2026-11-20', conclusion });
  expect(await code(conclude(1, 'kept'))).toBe('inspections.not_so');
  await conclude(1, 'mend');
  await mendFinding(inspector, { finding: found, on: '2026-11-22' });
  await conclude(2, 'kept');
  expect(await inspectionById(inspector, id)).toMatchObject({ conclusion: 'kept', mend_by: null });
  expect(await code(conclude(3, 'stopped'))).toBe('inspections.concluded_already');
});

test('a withdrawal is due fifteen days after the finding, an end on a day off moved; released, the star is gone (article 8)', async () => {
  const { db, product, recognition, province } = await starred();
  // 13/11/2026 + 15 days is Saturday 28/11: the next working day is Monday 30/11.
  const { id } = await openCase(province, {
    recognition,
    ground: 'c',
    basis: 'Kết luận 12/KL',
    found_on: '2026-11-13',
  });
  expect((await listCases(province)).items).toMatchObject([{ due_on: '2026-11-30', status: 'open', mayDecide: true }]);
  expect(await code(openCase(province, { recognition, ground: 'a', basis: 'x', found_on: '2026-11-13' }))).toBe('inspections.case_open'); // prettier-ignore
  expect(await code(decideCases(province, { cases: [id] }))).toBe('inspections.not_verified');
  await verifyCase(province, { id, version: 1, note: 'Đủ căn cứ.' });
  const { id: paper } = await decideCases(province, { cases: [id] });
  await signDecision(province, { id: paper, version: 1, number: '77/QĐ-UBND', decided_on: '2026-11-20', signer: 'Trần Văn Thử', signer_title: 'Phó Chủ tịch' }); // prettier-ignore
  expect((await publicProduct(province, product)).standing).toMatchObject({ state: 'valid' });
  await releaseDecision(province, { id: paper, version: 2 });
  expect((await publicProduct(ctxOf(db, null), product)).standing).toMatchObject({
    state: 'withdrawn',
    withdrawnOn: '2026-11-20',
    ground: 'c',
  });
  expect(await db.selectFrom('grading.letter').select('kind').execute()).toEqual([{ kind: 'withdrawn' }]);
});

test('the commune confirms that production has stopped, and opens no other case (article 8.4)', async () => {
  const { recognition, commune } = await starred();
  const basis = { recognition, basis: 'Giấy xác nhận 5/UBND', found_on: '2026-11-20' };
  expect(await code(openCase(commune, { ...basis, ground: 'c' }))).toBe('not_found');
  expect(await code(openCase(commune, { ...basis, ground: 'đ' }))).toBe('done');
});

test('five stars are the minister’s to withdraw (article 8.2)', async () => {
  const { db, product, province } = await starred();
  const { id: recognition } = await recordRecognition(systemCtx(db), aRecognition(product, { stars: 5, level: 'ministry', reason: 'upgrade', decided_on: '2026-09-30', decision_no: '9/QĐ-BNNMT' })); // prettier-ignore
  const given = { recognition, ground: 'c', basis: 'x', found_on: '2026-11-13' };
  expect(await code(openCase(province, given))).toBe('not_found');
  const ministry = ctxOf(db, await personWith(db, 'ministry_officer', { area: 'VN' }));
  expect(await code(openCase(ministry, given))).toBe('done');
});
