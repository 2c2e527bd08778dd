import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/database.ts';
import { wordsOfDocx, wordsOfPdf } from '../../../../test/documents.ts';
import { ctxOf, personWith } from '../../../../test/makers/context.ts';
import { dossierAt } from '../../../../test/makers/dossiers.ts';
import { scoredAt } from '../../../../test/makers/results.ts';
import { Press } from '#kernel/documents/press';
import type { OfficialDocument } from '#kernel/documents/model';
import { draftDecision, signDecision } from '#domain/grading/decisions/drafts';
import { decisionById } from '#domain/grading/decisions/queries';
import { releaseDecision } from '#domain/grading/decisions/release';
import { askForCompletion } from '#domain/grading/dossiers/requests';
import { papers } from './registry.ts';
import { lawNotes } from './words.ts';

const press = new Press();
afterAll(() => press.end());

const made = new Date('2026-11-20T02:00:00Z');

/** The words of a paper, which are the same as PDF and as DOCX. */
async function wordsOf(paper: OfficialDocument | OfficialDocument[]): Promise<string> {
  const documents = [paper].flat();
  const [pdf, docx] = [await press.make(documents, 'pdf', made), await press.make(documents, 'docx', made)];
  expect(wordsOfDocx(docx).length).toBeGreaterThan(100);
  return (await wordsOfPdf(pdf)).join(' ');
}

const missing = (words: string, wanted: readonly string[]) => wanted.filter((one) => !words.includes(one));

test('every paper names the law and the minute; a sheet that nobody compared with the signed text says so', () => {
  const law = { decision: '26/2026/QĐ-TTg', issued: '2026-05-22' };
  const sheet = { name: 'Phiếu số 6', version: 2 };
  expect(lawNotes({ ...law, sheet: { ...sheet, compared: null } }, made)).toEqual([
    'Lập theo Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026; tạo bằng phần mềm OpenOCOP lúc 09:00 ngày 20/11/2026.',
    'Phiếu số 6, phiên bản 2: CHƯA ĐỐI CHIẾU với bản ký của Quyết định; cần đối chiếu trước khi sử dụng chính thức.',
  ]);
  expect(lawNotes({ ...law, sheet: { ...sheet, compared: { name: 'Trần Thị Thử', on: '2026-06-01' } } }, made)[1]).toBe(
    'Phiếu số 6, phiên bản 2: Trần Thị Thử đã đối chiếu với bản ký ngày 01/06/2026.',
  );
});

test('a decision is drafted for its office alone, and read by everybody once it is released; a certificate is its producer’s and its office’s', async () => {
  const { db } = await freshDatabase();
  const { dossier, producer } = await scoredAt(db);
  const office = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  const { id } = await draftDecision(office, { dossiers: [dossier] });
  expect(await wordsOf(await papers.decision!(office, id))).toContain('Số: ……');
  await expect(papers.decision!(ctxOf(db, null), id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(papers.certificates!(office, id)).rejects.toMatchObject({ code: 'not_found' });

  await signDecision(office, { id, version: 1, number: '1200/QĐ-UBND', decided_on: '2026-11-20', signer: 'Trần Văn Thử', signer_title: 'KT. Chủ tịch, Phó Chủ tịch' }); // prettier-ignore
  await releaseDecision(office, { id, version: 2 });
  const { lines } = await decisionById(office, id);
  const [line] = lines;
  const said = ['ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH', line!.product, line!.producer, 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', 'Trần Văn Thử', '26/2026/QĐ-TTg']; // prettier-ignore
  const paper = await wordsOf(await papers.decision!(ctxOf(db, null), id));
  expect(missing(paper, [...said, 'Số: 1200/QĐ-UBND', 'công nhận kết quả đánh giá', '01 sản phẩm hạng 4 sao', '78,50', 'DANH SÁCH'])).toEqual([]); // prettier-ignore

  const recognition = line!.recognition_id!;
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const printed = await papers.certificate!(own, recognition);
  expect(missing(await wordsOf(printed), [...said, 'GIẤY CHỨNG NHẬN', line!.certificate_no!, 'hạng 4 sao cấp tỉnh', 'đến hết ngày', 'số 1200/QĐ-UBND ngày 20/11/2026'])).toEqual([]); // prettier-ignore
  await expect(papers.certificate!(ctxOf(db, null), recognition)).rejects.toMatchObject({ code: 'not_found' });
  const stranger = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22/06886' }));
  await expect(papers.certificate!(stranger, recognition)).rejects.toMatchObject({ code: 'not_found' });
  expect([await papers.certificates!(office, id)].flat()).toHaveLength(1);
});

test('forms 01 and 02 fill themselves from dossier and register; a request for completion lists what is asked; strangers have none', async () => {
  const { db } = await freshDatabase();
  const { dossier, producer } = await dossierAt(db, { level: 'commune', status: 'filed' }, { commune_no: '01/PĐK-22-06970-2026', commune_received_on: '2026-11-20' }); // prettier-ignore
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const first = await wordsOf(await papers['form-01']!(own, dossier));
  expect(missing(first, ['Mẫu số 01', 'PHIẾU ĐĂNG KÝ ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP', 'HTX', 'Trà', 'Lần đầu', '01/PĐK-22-06970-2026', '20/11/2026', '05 đơn vị sản phẩm'])).toEqual([]); // prettier-ignore
  const second = await wordsOf(await papers['form-02']!(own, dossier));
  expect(missing(second, ['Mẫu số 02', 'I. THÔNG TIN CHUNG', 'Phần A.', 'Phần C.', '1.1.', 'IV. KẾ HOẠCH', 'CHƯA ĐỐI CHIẾU'])).toEqual([]); // prettier-ignore
  await expect(papers.completion!(own, dossier)).rejects.toMatchObject({ code: 'not_found' });
  const commune = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  await askForCompletion(commune, { dossier, desk: 'commune', due_on: '2026-12-20', note: '', items: [{ about: 'form/standard', wanted: 'Bản sao tiêu chuẩn cơ sở' }] }); // prettier-ignore
  const letter = await wordsOf(await papers.completion!(own, dossier));
  expect(missing(letter, ['V/v bổ sung, hoàn thiện hồ sơ', 'Tiêu chuẩn áp dụng', 'Bản sao tiêu chuẩn cơ sở', 'ngày 20 tháng 12 năm 2026'])).toEqual([]); // prettier-ignore
  const stranger = ctxOf(db, await personWith(db, 'producer_owner', { organisation: (await dossierAt(db, { level: 'commune', status: 'filed' })).producer })); // prettier-ignore
  for (const kind of ['form-01', 'form-02', 'completion'])
    await expect(papers[kind]!(stranger, dossier)).rejects.toMatchObject({ code: 'not_found' });
});
