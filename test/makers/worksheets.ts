import { type Cell, type CellValue, writeXlsx } from 'hucre/xlsx';

/** A row as offices write it: TT, product, group, kind, producer, commune, address, representative, phone, stars, end, five of round 1, five of round 2, note. */
export type OfficeRow = CellValue[];

const heads = [
  'TT', 'Tên sản phẩm', 'Nhóm sản phẩm', 'Loại hình', 'Chủ thể', 'Xã/phường', 'Địa chỉ', 'Người đại diện', 'Điện thoại', 'Hạng sao hiện tại', 'Ngày hết hạn',
]; // prettier-ignore
const round = ['Hạng sao', 'Ngày QĐ', 'Năm', 'Số QĐ', 'Cơ quan ban hành'];

/** The layout of the office in DOMAIN 10.2: a title, headings in rows 3 and 4 with merged cells, data from row 5. */
export async function officeWorksheet(
  rows: readonly OfficeRow[],
  more: { merges?: [number, number, number][]; cells?: [number, number, Partial<Cell>][] } = {},
): Promise<Uint8Array> {
  const width = heads.length + 2 * round.length + 1;
  const blank = (): null[] => Array.from({ length: width }, () => null);
  const top = [...heads, 'Đánh giá lần 1', null, null, null, null, 'Đánh giá lần 2', null, null, null, null, 'Ghi chú'];
  const below = [...heads.map(() => null), ...round, ...round, null];
  const title = ['DANH SÁCH SẢN PHẨM OCOP TRÊN ĐỊA BÀN', ...blank().slice(1)];
  const whole = (column: number) => ({ startRow: 2, startCol: column, endRow: 3, endCol: column });
  return writeXlsx({
    sheets: [
      {
        name: 'Danh sách',
        rows: [title, blank(), top, below, ...rows.map((row) => [...row])],
        merges: [
          { startRow: 0, startCol: 0, endRow: 0, endCol: width - 1 },
          ...heads.map((_, column) => whole(column)),
          { startRow: 2, startCol: 11, endRow: 2, endCol: 15 },
          { startRow: 2, startCol: 16, endRow: 2, endCol: 20 },
          whole(21),
          // Row, row and column of data, from 0.
          ...(more.merges ?? []).map(([from, to, column]) => ({
            startRow: from + 4, startCol: column, endRow: to + 4, endCol: column,
          })), // prettier-ignore
        ],
        cells: new Map((more.cells ?? []).map(([row, column, cell]) => [`${row + 4},${column}`, cell])),
      },
    ],
  });
}

/** A row without a fault, with what matters to the test. */
export function officeRow(given: Partial<Record<number, CellValue>> = {}): OfficeRow {
  const row: OfficeRow = [
    1, 'Mật ong Thử', '4', 'HTX', 'HTX Ong Thử', 'Ba Chẽ', 'Thôn 1', 'Nguyễn Thị Thử', '0912345678', '4 sao', null,
    '3 sao', '14/8/2021', 2021, '10/QĐ-UBND', 'UBND tỉnh', '4 sao', '20/9/2024', '2.024', '20/QĐ-UBND', 'UBND tỉnh', null,
  ]; // prettier-ignore
  for (const [column, value] of Object.entries(given)) row[Number(column)] = value ?? null;
  return row;
}
