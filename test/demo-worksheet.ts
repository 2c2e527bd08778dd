import { writeFileSync } from 'node:fs';
import { officeRow, officeWorksheet } from './makers/worksheets.ts';

// The worksheet of the demo -> data/demo/worksheet.xlsx: invented names, and the faults that offices' worksheets have.
const none = { 16: null, 17: null, 18: null, 19: null, 20: null };
const unrated = { ...none, 9: null, 11: null, 12: null, 13: null, 14: null, 15: null };
const rows = [
  ['I', 'CÁC SẢN PHẨM THỰC PHẨM', ...Array.from({ length: 20 }, () => null)],
  officeRow({ 0: 1, 1: 'Trà hoa Khe Mây', 2: '12', 4: 'HTX Khe Mây', 6: 'Thôn Khe Mây', 7: 'Triệu Thị Mẫu', 8: 912000001 }),
  officeRow({ 0: 2, 1: 'Trà túi lọc Khe Mây', 2: 'Bộ 12', 4: null, 5: null, 6: null, 7: null, 8: null, 9: '***', 11: '★★★', 12: 45200, 13: 2023, ...none }),
  officeRow({ 0: 3, 1: 'Mật ong Dốc Gió', 4: 'Hộ kinh doanh Dốc Gió', 3: null, 5: 'thị trấn Ba Chẽ, huyện Ba Chẽ', 7: 'Hoàng Văn Mẫu', 8: '0912.000.002; 0203 300 0002', ...none }),
  officeRow({ 0: 4, 1: 'Miến dong Suối Đá', 2: 'Thực phẩm', 3: 'Tổ hợp tác', 4: 'Tổ hợp tác Suối Đá', 7: 'Chíu Thị Mẫu', 8: '0912000003', 12: '31/2/2022', ...none }),
  officeRow({ 0: 5, 1: 'Măng khô Suối Đá', 2: '7', 3: 'Tổ hợp tác', 4: 'Tổ hợp tác Suối Đá', 5: 'huyện Ba Chẽ', 7: null, 8: null, ...unrated }),
  officeRow({ 0: 6, 1: 'Rượu ba kích Đồng Xa', 2: '15', 3: 'cơ sở', 4: 'Cơ sở Đồng Xa', 7: 'Lục Văn Mẫu', 8: '0912000004', 15: null, 20: null }),
  officeRow({ 0: 7, 1: '=Nấm lim Đồng Xa', 2: '18', 4: 'Công ty TNHH Đồng Xa', 3: 'Cty TNHH', 7: 'Lục Thị Mẫu', 8: '0912000005', 11: '3 sao', 12: 'ngày 15 tháng 6 năm 2026', 13: 2026, 14: '77/QĐ-UBND', ...none }),
  officeRow({ 0: 8, 1: 'Nước mắm Đảo Gió', 2: '9', 4: 'HTX Đảo Gió', 5: 'đặc khu Vân Đồn', 7: 'Phạm Văn Mẫu', 8: '0912000006', ...none }),
  officeRow({ 0: 9, 1: 'Gà thả đồi Khe Mây', 2: '2', 4: 'HTX Khe Mây', 6: 'Thôn Khe Mây', 7: 'Triệu Thị Mẫu', 8: 912000001, 13: 2020, ...none }),
  officeRow({ 0: 10, 1: null, 2: '2', 4: 'HTX Khe Mây', 7: null, 8: null, ...unrated }),
  [null, 'Tổng cộng: 10 sản phẩm', ...Array.from({ length: 20 }, () => null)],
]; // prettier-ignore
const broken = { value: '#REF!', type: 'error' as const };
const file = await officeWorksheet(rows, {
  merges: [4, 5, 6, 7, 8].map((column) => [1, 2, column]),
  cells: [
    [3, 10, broken],
    [10, 1, broken],
  ],
});
writeFileSync(new URL('../data/demo/worksheet.xlsx', import.meta.url), file);
