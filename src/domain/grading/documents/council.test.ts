import { afterAll, expect, test } from 'vitest';
import { wordsOfDocx, wordsOfPdf } from '../../../../test/documents.ts';
import type { Paper } from '#kernel/documents/model';
import { Press } from '#kernel/documents/press';
import { advisoryReport, minutes, proposal } from './council-reports.ts';
import { memberSheet, summaryTable } from './council-sheets.ts';
import { form03 } from './form-03.ts';
import { letterKinds, ministryRequest, noticeLetter } from './letters.ts';

const press = new Press();
afterAll(() => press.end());

const made = new Date('2026-06-20T02:00:00Z');
const law = { decision: '26/2026/QĐ-TTg', issued: '2026-05-22' };
const office = { above: null, agency: 'Ủy ban nhân dân tỉnh Mẫu', place: 'Mẫu' };
const signer = { title: 'KT. Chủ tịch, Phó Chủ tịch', name: 'Nguyễn Thị Mẫu' };
const session = {
  office,
  council: 'Hội đồng đánh giá, phân hạng sản phẩm OCOP',
  decision: { number: '15/QĐ-UBND', day: '2026-03-02' },
  session: { name: 'phiên họp đợt 1 năm 2026', day: '2026-06-18' },
  law,
};
const results = [
  { product: 'Miến dong Mẫu', producer: 'HTX Mẫu', mean: 8250, stars: 4, note: null },
  { product: 'Mật ong Mẫu', producer: 'Hộ Mẫu', mean: 4125, stars: 2, note: 'Chưa đạt' },
];

/** Words that a paper lacks as PDF and as DOCX. */
async function unsaid(paper: Paper, wanted: readonly string[]) {
  const pdf = (await wordsOfPdf(await press.make([paper], 'pdf', made))).join(' ');
  const docx = wordsOfDocx(await press.make([paper], 'docx', made));
  const all = [...wanted, '26/2026/QĐ-TTg'];
  return all.filter((one) => !pdf.includes(one) || !docx.includes(one));
}

test('form 03 says the four contents and what the commune proposes', async () => {
  const facts = {
    office: { above: 'Ủy ban nhân dân tỉnh Mẫu', agency: 'Ủy ban nhân dân xã Mẫu', place: 'Mẫu' },
    number: '12/BC-UBND', day: '2026-06-01', province: 'Mẫu', producer: 'HTX Mẫu', form: 'Hợp tác xã', address: 'Xã Mẫu',
    representative: { name: 'Trần Văn Thử', sex: 'Nam', ethnicity: 'Tày', residence: null },
    product: 'Miến dong Mẫu', material: 'Toàn bộ dong riềng của xã.', labour: '12 lao động.', idea: 'Nghề lâu đời.', identity: null,
    proposes: true, reason: null, signer: { title: 'Chủ tịch', name: 'Lê Thị Thử' }, law,
  }; // prettier-ignore
  expect(await unsaid(form03(facts, made), ['Mẫu số 03', 'Số: 12/BC-UBND', 'Toàn bộ dong riềng của xã.', '4. Bản sắc, trí tuệ địa phương', 'TM. ỦY BAN NHÂN DÂN', 'đề nghị Ủy ban nhân dân tỉnh Mẫu xem xét'])).toEqual([]); // prettier-ignore
  expect(
    await unsaid(form03({ ...facts, proposes: false, reason: 'thiếu nhãn' }, made), [
      'chưa đề nghị',
      'Lý do: thiếu nhãn',
    ]),
  ).toEqual([]);
});

test('a member’s sheet bears its total, its seal, and that nobody has compared it', async () => {
  const item = { code: '1.1', name: 'Nguồn nguyên liệu', max: 3, points: 2, option: 'Từ 50%', comment: 'Có hợp đồng' };
  const sheet = memberSheet(
    {
      ...session, law: { ...law, sheet: { name: 'Phiếu số 6', version: 1, compared: null } },
      product: 'Miến dong Mẫu', code: null, producer: 'HTX Mẫu', member: { name: 'Phạm Văn Thử', role: 'Ủy viên', department: 'Sở Mẫu' },
      parts: [{ name: 'Phần A', max: 40, items: [item, { ...item, code: '1.2', points: 3 }] }],
      broken: [], remark: null, sealed: { day: '2026-06-18', hash: 'abc123' },
    },
    made,
  ); // prettier-ignore
  expect(
    await unsaid(sheet, [
      'PHIẾU ĐÁNH GIÁ SẢN PHẨM OCOP',
      'Tổng điểm: 5 điểm.',
      'Có hợp đồng',
      'abc123',
      'CHƯA ĐỐI CHIẾU',
    ]),
  ).toEqual([]);
});

test('the summary has a column for each member; who did not score is a dash, and no zero', async () => {
  const members = ['Phạm Văn Thử', 'Lê Thị Thử', 'Trần Văn Mẫu'];
  const products = results.map((one) => ({ ...one, commune: 'Xã Mẫu', scores: [8200, null, 8300] }));
  const table = summaryTable({ ...session, members, products, chair: 'A', secretary: 'B' }, made);
  expect(table.landscape).toBe(true);
  expect(await unsaid(table, ['TV 3', '82,00', '–', '82,50', '1. Phạm Văn Thử', 'CHỦ TỊCH HỘI ĐỒNG'])).toEqual([]);
});

test('minutes, advisory report and request to the chair say who met, what was found and what is asked', async () => {
  const present = [{ name: 'Phạm Văn Thử', role: 'Chủ tịch Hội đồng', department: null }];
  const about = { place: 'Hội trường', present, absent: [{ name: 'Đỗ Văn Thử', reason: null }], conflicts: [{ name: 'Lê Thị Thử', product: 'Miến dong Mẫu' }], members: 3, discussion: 'Ý một.\nÝ hai.', rescored: [], results, ended: null, chair: 'A', secretary: 'B' }; // prettier-ignore
  expect(await unsaid(minutes({ ...session, ...about }, made), ['BIÊN BẢN', '15/QĐ-UBND', 'có mặt 01 thành viên', 'Vắng mặt: Đỗ Văn Thử.', 'xung đột lợi ích: Lê Thị Thử', 'Ý hai.', '82,50'])).toEqual([]); // prettier-ignore
  const review = { product: 'Miến dong Mẫu', producer: 'HTX Mẫu', review: 'Đủ', visit: 'Đạt', tests: null, proposal: 'Đưa ra Hội đồng' }; // prettier-ignore
  expect(await unsaid(advisoryReport({ office, number: null, day: null, group: 'Tổ tư vấn', decision: session.decision, products: [review], head: 'C', law }, made), ['BÁO CÁO', 'Khảo sát thực tế: Đạt', 'TỔ TRƯỞNG'])).toEqual([]); // prettier-ignore
  expect(await unsaid(proposal({ ...session, number: null, day: null, to: 'Chủ tịch Ủy ban nhân dân tỉnh Mẫu', results, signer }, made), ['TỜ TRÌNH', 'đánh giá 02 sản phẩm, trong đó 01 sản phẩm đạt từ 3 sao', 'PHÓ CHỦ TỊCH'])).toEqual([]); // prettier-ignore
});

test('letters and the request to the ministry name product, reason and what goes along', async () => {
  const common = { office, number: '9/TB', day: '2026-06-20', signer, law };
  const facts = { ...common, producer: 'HTX Mẫu', product: 'Miến dong Mẫu', stars: 4, decision: { number: '77/QĐ-UBND', day: '2026-06-19' }, reason: null }; // prettier-ignore
  expect(await unsaid(noticeLetter({ ...facts, kind: 'recognised' }, made), ['THÔNG BÁO', 'đạt hạng 4 sao tại Quyết định số 77/QĐ-UBND ngày 19 tháng 6 năm 2026'])).toEqual([]); // prettier-ignore
  expect(
    await unsaid(noticeLetter({ ...facts, kind: 'eliminated', reason: 'Nhãn sai' }, made), ['Lý do: Nhãn sai']),
  ).toEqual([]);
  const bodies = letterKinds.map((kind) => JSON.stringify(noticeLetter({ ...facts, kind }, made).body));
  expect(new Set(bodies).size).toBe(letterKinds.length);
  const lines = [{ product: 'Miến dong Mẫu', producer: 'HTX Mẫu', commune: 'Xã Mẫu', total: 9150 }];
  const request = { ...common, province: 'Mẫu', lines, approved: null, samples: true };
  expect(await unsaid(ministryRequest({ ...request, regrading: false }, made), ['Bộ Nông nghiệp và Môi trường', '91,50', 'Báo cáo của Hội đồng cấp tỉnh', 'Sản phẩm mẫu'])).toEqual([]); // prettier-ignore
  expect(JSON.stringify(ministryRequest({ ...request, regrading: true }, made))).not.toContain('Hội đồng cấp tỉnh');
});
