import { fold } from '#kernel/text';

/**
 * What a column of an office's worksheet can mean. `r1_…` and `r2_…` are the first and the second recognition of a row;
 * points and certificate are those of the last one.
 */
export const columnFields = [
  'product',
  'set',
  'kind',
  'producer',
  'tax_code',
  'commune',
  'district',
  'street',
  'representative',
  'phone',
  'pack',
  'price',
  'stars',
  'ends_on',
  'r1_stars',
  'r1_on',
  'r1_year',
  'r1_no',
  'r1_by',
  'r2_stars',
  'r2_on',
  'r2_year',
  'r2_no',
  'r2_by',
  'part_a',
  'part_b',
  'part_c',
  'total',
  'certificate',
] as const;
export type ColumnField = (typeof columnFields)[number];

/** Field -> number of the column, from 0. */
export type Mapping = Partial<Record<ColumnField, number>>;

export const needed: readonly ColumnField[] = ['product', 'producer', 'commune'];

// Words of a heading, folded; the first that fits wins, so what is told apart by more words stands above.
const words: readonly [ColumnField, RegExp][] = [
  ['certificate', /so giay chung nhan|giay chung nhan so|so gcn|\bgcn so\b|certificate n/],
  ['part_a', /diem phan a|\bphan a\b|diem a$|part a/],
  ['part_b', /diem phan b|\bphan b\b|diem b$|part b/],
  ['part_c', /diem phan c|\bphan c\b|diem c$|part c/],
  ['total', /tong diem|diem trung binh|diem danh gia|so diem|^diem$|total/],
  ['tax_code', /ma so thue|\bmst\b|ma so ho/],
  ['phone', /dien thoai|\bdt\b|\bsdt\b|so dt|phone|hotline/],
  ['representative', /dai dien|nguoi lien he|chu ho|chu co so|giam doc/],
  ['district', /quan huyen|huyen|thi xa|district/],
  ['commune', /xa phuong|phuong xa|\bxa\b|\bphuong\b|dac khu|commune/],
  ['kind', /loai hinh|hinh thuc to chuc|kind of producer/],
  ['set', /nhom|bo san pham|nganh hang|phan loai|product set/],
  ['producer', /chu the|don vi san xuat|co so san xuat|ten co so|don vi chu|producer/],
  ['street', /dia chi|address/],
  ['product', /san pham|product/],
  ['pack', /quy cach|dong goi|pack/],
  ['price', /gia ban|\bgia\b|price/],
  ['ends_on', /het han|het hieu luc|hieu luc den|valid until/],
  ['stars', /sao|hang|phan hang|stars/],
];
const roundWords: readonly [string, RegExp][] = [
  ['no', /so qd|so quyet dinh|\bqd so\b|so van ban|decision n/],
  ['by', /co quan|cap cong nhan|noi ban hanh|don vi ban hanh|issued by|\bcap\b/],
  ['stars', /sao|hang|stars/],
  ['on', /ngay|date/],
  ['year', /\bnam\b|year/],
  ['no', /quyet dinh|\bqd\b/],
];
const second = /\blan 2\b|\blan ii\b|lan hai|lan thu hai|danh gia lai|nang hang|second/;
const first = /\blan 1\b|\blan i\b|lan dau|lan mot|lan thu nhat|cong nhan|quyet dinh|first/;

/** The field that a heading means; null if it means none of ours. */
function fieldOf(heading: string): ColumnField | null {
  const folded = fold(heading);
  if (!folded || /^(tt|stt|ghi chu|note)$/.test(folded)) return null;
  const round = second.test(folded) ? 'r2' : first.test(folded) ? 'r1' : null;
  if (round && !/hien tai|het han|hieu luc/.test(folded)) {
    const told = folded.replace(second, ' ').replace(round === 'r1' ? /\blan 1\b|\blan i\b|lan dau|first/ : '', ' ');
    const part = roundWords.find(([, pattern]) => pattern.test(told))?.[0];
    if (part) return `${round}_${part}` as ColumnField;
  }
  return words.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}

/** The mapping that the headings suggest; of two columns with one meaning the first has it. */
export function guessMapping(headings: readonly string[]): Mapping {
  const mapping: Mapping = {};
  for (const [column, heading] of headings.entries()) {
    const field = fieldOf(heading);
    if (field && mapping[field] === undefined) mapping[field] = column;
  }
  return mapping;
}

type Grid = readonly (readonly string[])[];
export type Headings = { headings: string[]; firstRow: number; found: number };

/** Rows in which headings are looked for, from the top. */
const looked = 30;

/**
 * Where the headings of a worksheet stand: not always in row 1, and often in two rows ("Lần 1" above "sao", "ngày",
 * "năm"). The one or two rows that name most of our fields are taken; the row that only numbers the columns is passed.
 * @returns the headings, one a column, and the number of the first row of data, from 0
 */
export function findHeadings(grid: Grid): Headings {
  let best: Headings = { headings: [], firstRow: 0, found: 0 };
  const width = Math.max(0, ...grid.slice(0, looked).map((row) => row.length));
  for (let at = 0; at < Math.min(looked, grid.length); at++) {
    if (isTitle(grid[at]!)) continue;
    for (const rows of [1, 2, 3]) {
      const headings = joined(grid.slice(at, at + rows), width);
      const found = Object.keys(guessMapping(headings)).length;
      if (found > best.found) best = { headings, firstRow: at + rows, found };
    }
  }
  if (best.found < known) best = firstFilled(grid, width);
  while (isNumbering(grid[best.firstRow] ?? [])) best = { ...best, firstRow: best.firstRow + 1 };
  return best;
}

/** True for a row that says one thing, however many cells it spans: a title names the whole list, not a column. */
const isTitle = (row: readonly string[]): boolean => new Set(row.map((text) => text.trim()).filter(Boolean)).size < 2;

/** Fewer known words than this are chance. */
const known = 3;

/** Words that we do not know: the first row with as many cells as a heading has is taken, and the officer says what they mean. */
function firstFilled(grid: Grid, width: number): Headings {
  const at = Math.max(
    0,
    grid.slice(0, looked).findIndex((row) => row.filter((text) => text.trim()).length >= known),
  );
  return { headings: joined(grid.slice(at, at + 1), width), firstRow: at + 1, found: 0 };
}

/** The texts of a column's rows one below the other, each once. */
const joined = (rows: Grid, width: number): string[] =>
  Array.from({ length: width }, (_, column) =>
    [...new Set(rows.map((row) => (row[column] ?? '').replace(/\s+/g, ' ').trim()).filter(Boolean))].join(' '),
  );

/** True for the row under the headings that numbers the columns: 1, 2, 3 or (1), (2), (3) or A, B, C. */
function isNumbering(row: readonly string[]): boolean {
  const filled = row.map((text) => text.trim()).filter(Boolean);
  return filled.length > 2 && filled.every((text) => /^\(?(?:[0-9]{1,3}|[A-Z]{1,2})\)?$/.test(text));
}

/** What tells a kind of worksheet from another: its headings, folded. */
export const headingsKey = (headings: readonly string[]): string => headings.map(fold).join('|');
