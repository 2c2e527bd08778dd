import { afterAll, expect, test } from 'vitest';
import { wordsOfDocx, wordsOfPdf } from '../../../test/documents.ts';
import { type Diploma, type Paper, placeAndDay } from './model.ts';
import { Press } from './press.ts';

const press = new Press();
afterAll(() => press.end());

const made = new Date('2026-06-20T02:00:00Z');

const paper: Paper = {
  kind: 'paper',
  form: 'Mẫu số 01',
  above: 'Tỉnh Mẫu',
  agency: 'Sở Mẫu',
  number: null,
  place: 'Tỉnh Mẫu',
  day: '2026-02-05',
  title: 'Tờ trình',
  abstract: 'Về một việc',
  to: ['Cơ quan Một', 'Cơ quan Hai'],
  body: [
    { kind: 'heading', text: 'I. Phần một', level: 1 },
    { kind: 'text', text: ['Chữ ', { bold: 'đậm' }, ' và #link("x") *không phải lệnh* <b>&'] },
    {
      kind: 'fields',
      fields: [
        ['Tên', 'Ỷ Ẵ ưỡng nghễnh'],
        ['Địa chỉ', null],
      ],
    },
    { kind: 'checks', checks: [{ text: 'Lần đầu', ticked: true }] },
    { kind: 'list', items: ['việc thứ nhất'] },
    { kind: 'table', columns: [{ head: 'Sản phẩm', width: 1 }], rows: [['Miến dong']], total: ['Cộng'] },
  ],
  signatures: [{ as: ['CHỦ TỊCH'], how: '(Ký, đóng dấu)', name: 'Nguyễn Thị Mẫu' }],
  recipients: ['Như trên', 'Lưu: VT'],
  notes: ['Lập ngày 20/6/2026.'],
};

const diploma: Diploma = {
  kind: 'diploma',
  above: null,
  agency: 'Ủy ban nhân dân tỉnh Mẫu',
  title: 'Giấy chứng nhận',
  stars: 3,
  lead: 'Chứng nhận',
  name: 'Miến dong Mẫu',
  lines: [['Của', 'Hợp tác xã Mẫu']],
  number: '01/GCN',
  place: 'Tỉnh Mẫu',
  day: '2026-06-20',
  signature: { as: ['CHỦ TỊCH'], name: 'Nguyễn Thị Mẫu' },
  verify: { address: 'https://ocop.example.vn/verify', words: 'Quét mã' },
  notes: [],
};

test('the day of a paper is written as Decree 30/2020 asks: two digits below ten, and for January and February', () => {
  expect(placeAndDay('Hạ Long', '2026-02-05')).toBe('Hạ Long, ngày 05 tháng 02 năm 2026');
  expect(placeAndDay('Hạ Long', '2026-10-15')).toBe('Hạ Long, ngày 15 tháng 10 năm 2026');
  expect(placeAndDay('Hạ Long', '2026-06-05')).toBe('Hạ Long, ngày 05 tháng 6 năm 2026');
  expect(placeAndDay('Hạ Long', null)).toBe('Hạ Long, ngày …… tháng …… năm ………');
});

const words = [
  'Mẫu số 01', 'TỈNH MẪU', 'SỞ MẪU', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc',
  'Tỉnh Mẫu, ngày 05 tháng 02 năm 2026', 'TỜ TRÌNH', 'Về một việc', 'Cơ quan Hai', 'I. Phần một',
  'Chữ đậm và #link("x") *không phải lệnh* <b>&', 'Tên: Ỷ Ẵ ưỡng nghễnh', 'Lần đầu', 'việc thứ nhất', 'Sản phẩm',
  'Miến dong', 'Cộng', 'Nơi nhận:', '- Như trên;', '- Lưu: VT.', 'CHỦ TỊCH', 'Nguyễn Thị Mẫu', 'Lập ngày 20/6/2026.',
]; // prettier-ignore

test('a paper says the same as PDF and as DOCX, and nothing that a person typed is a command', async () => {
  const [pdf] = await wordsOfPdf(await press.make([paper], 'pdf', made));
  const docx = wordsOfDocx(await press.make([paper], 'docx', made));
  expect(words.filter((one) => !pdf!.includes(one))).toEqual([]);
  expect(words.filter((one) => !docx.includes(one))).toEqual([]);
});

test('many documents are one file, a page each; the same documents make the same bytes', async () => {
  const documents = [diploma, { ...diploma, name: 'Mật ong Mẫu', stars: 5 }, paper];
  const pdf = await press.make(documents, 'pdf', made);
  const pages = await wordsOfPdf(pdf);
  expect(pages.length).toBe(3);
  expect(pages[0]).toContain('Miến dong Mẫu');
  expect(pages[1]).toContain('Mật ong Mẫu');
  expect(Buffer.from(await press.make(documents, 'pdf', made)).equals(Buffer.from(pdf))).toBe(true);
});

test('a job that cannot be done fails alone: those behind it are done', async () => {
  const broken = { ...diploma, verify: { address: '', words: '' } };
  const [bad, good] = await Promise.allSettled([press.make([broken], 'pdf', made), press.make([paper], 'pdf', made)]);
  expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
});

test('a press whose thread ended begins another one', async () => {
  await press.make([paper], 'pdf', made);
  await press.end();
  expect((await wordsOfPdf(await press.make([paper], 'pdf', made))).length).toBe(1);
});

test('when the thread dies in the middle of a job, that job says so and the next one is done', async () => {
  const own = new Press();
  const cut = own.make([paper], 'pdf', made);
  const [outcome] = await Promise.allSettled([cut, own.end()]);
  expect(outcome.status).toBe('rejected');
  expect((await own.make([paper], 'docx', made)).length).toBeGreaterThan(1000);
  await own.end();
});
