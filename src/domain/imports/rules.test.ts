import { expect, test } from 'vitest';
import { aboutOf } from './about.ts';
import { findHeadings, guessMapping } from './columns.ts';
import { readDay, readKind, readLevel, readPhones, readSet, readStars, readWhole, readYear } from './values.ts';

test('headings are found below a title, in two rows, with the numbers of the columns under them', () => {
  const grid = [
    ['DANH SÁCH SẢN PHẨM OCOP'],
    [],
    ['TT', 'Tên sản phẩm', 'Nhóm', 'Loại hình', 'Chủ thể', 'Xã/phường', 'Địa chỉ', 'Đại diện', 'ĐT', 'Sao hiện tại', 'Ngày hết hạn', 'Lần 1', 'Lần 1', 'Lần 1', 'Lần 1', 'Lần 1', 'Lần 2', 'Lần 2', 'Lần 2', 'Lần 2', 'Lần 2', 'Ghi chú'],
    ['', '', '', '', '', '', '', '', '', '', '', 'Sao', 'Ngày', 'Năm', 'Số QĐ', 'Cơ quan', 'Sao', 'Ngày', 'Năm', 'Số QĐ', 'Cơ quan', ''],
    ['1', '2', '3', '4', '5'],
    ['1', 'Mật ong', '4', 'HTX', 'HTX Thử', 'Ba Chẽ'],
  ]; // prettier-ignore
  const found = findHeadings(grid);
  expect(found.firstRow).toBe(5);
  expect(guessMapping(found.headings)).toEqual({
    product: 1, set: 2, kind: 3, producer: 4, commune: 5, street: 6, representative: 7, phone: 8, stars: 9, ends_on: 10,
    r1_stars: 11, r1_on: 12, r1_year: 13, r1_no: 14, r1_by: 15, r2_stars: 16, r2_on: 17, r2_year: 18, r2_no: 19, r2_by: 20,
  }); // prettier-ignore
});

test('headings in one row, in an order of their own', () => {
  const { headings, firstRow } = findHeadings([
    ['STT', 'Chủ thể OCOP', 'MST', 'Sản phẩm', 'Bộ sản phẩm', 'Huyện', 'Phường', 'Số QĐ công nhận', 'Ngày công nhận', 'Hạng sao'],
  ]); // prettier-ignore
  expect(firstRow).toBe(1);
  expect(guessMapping(headings)).toEqual({ producer: 1, tax_code: 2, product: 3, set: 4, district: 5, commune: 6, r1_no: 7, r1_on: 8, stars: 9 }); // prettier-ignore
});

test.each([
  ['14/8/2023', '2023-08-14'],
  ['14.08.23', '2023-08-14'],
  ['2023-08-14', '2023-08-14'],
  ['2023-08-14 00:00:00', '2023-08-14'],
  ['ngày 14 tháng 8 năm 2023', '2023-08-14'],
  ['45152', '2023-08-14'],
  ['45152.5', '2023-08-14'],
  ['8/14/2023', null],
  ['31/2/2024', null],
  ['8/2023', null],
  ['2023', null],
  ['', null],
])('the day "%s"', (text, day) => expect(readDay(text)).toBe(day));

test.each([
  ['4 sao', 4],
  ['4*', 4],
  ['4.0', 4],
  ['****', 4],
  ['★★★', 3],
  ['Bốn sao', 4],
  ['OCOP 5 sao', 5],
  ['Tiềm năng 5 sao', 0],
  ['chưa có', 0],
  ['45', null],
  ['đạt', null],
])('the stars "%s"', (text, stars) => expect(readStars(text)).toBe(stars));

test('numbers, years, phones, kinds, levels and sets as offices write them', () => {
  expect(['120.000', '120,000', '120 000 đ', '120000.0', '12.5', 'abc'].map(readWhole)).toEqual([
    120000,
    120000,
    120000,
    120000,
    null,
    null,
  ]);
  expect(['2023', '2.023', 'năm 2023', '23'].map(readYear)).toEqual([2023, 2023, 2023, null]);
  expect(readPhones('912345678')).toEqual(['0912345678']);
  expect(readPhones('0912.345.678; 0203 3 888 999')).toEqual(['0912345678', '02033888999']);
  expect(['HTX Nông nghiệp', 'Tổ hợp tác', 'Cty TNHH', 'Hộ Nguyễn Văn Thử', 'Hồ Văn Thử', 'cooperative', 'cơ sở'].map(readKind)).toEqual([
    'cooperative', 'cooperative_group', 'company', 'household', null, 'cooperative', null,
  ]); // prettier-ignore
  expect(['UBND tỉnh', 'UBND huyện Ba Chẽ', 'Bộ NN&PTNT', 'UBND TP Hạ Long'].map(readLevel)).toEqual(['province', 'district', 'ministry', null]); // prettier-ignore
  const sets = [{ no: 4, name: 'Mật ong' }, { no: 12, name: 'Trà' }]; // prettier-ignore
  expect(['4', 'Bộ 12', '04. Mật ong', 'TRÀ', 'Thực phẩm', '99'].map((text) => readSet(text, sets))).toEqual([4, 12, 4, 12, null, null]); // prettier-ignore
});

test.each([
  ['(Kèm theo Quyết định số 1234/QĐ-UBND ngày 25 tháng 12 năm 2023 của Chủ tịch UBND tỉnh)', { r1_no: '1234/QĐ-UBND', r1_on: '25 tháng 12 năm 2023', r1_by: 'Chủ tịch UBND tỉnh' }],
  ['Ban hành kèm theo quyết định số: 77 /QĐ-UBND, ngày 5/7/2024', { r1_no: '77 /QĐ-UBND', r1_on: '5/7/2024' }],
  ['Quyết định số 10/QĐ-UBND ngày …/…/2024', {}],
  ['DANH SÁCH SẢN PHẨM OCOP năm 2023', {}],
])('the decision of a list is read from its title: %s', (title, about) => {
  expect(aboutOf(['PHỤ LỤC', title])).toEqual(about);
}); // prettier-ignore

test('the list of a decision has points and certificates in columns of their own', () => {
  const { headings } = findHeadings([
    ['TT', 'Tên sản phẩm', 'Chủ thể', 'Xã, phường', 'Bộ sản phẩm', 'Điểm phần A', 'Điểm phần B', 'Điểm phần C', 'Tổng điểm', 'Hạng sao', 'Số giấy chứng nhận'],
  ]); // prettier-ignore
  expect(guessMapping(headings)).toEqual({ product: 1, producer: 2, commune: 3, set: 4, part_a: 5, part_b: 6, part_c: 7, total: 8, stars: 9, certificate: 10 }); // prettier-ignore
});
