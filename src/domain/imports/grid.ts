import { parseCsv } from 'hucre/csv';
import { type CellValue, type MergeRange, readXlsx, type Sheet } from 'hucre/xlsx';
import { type About, aboutOf } from './about.ts';
import { assertArchive, FileFault, most } from './archive.ts';
import { findHeadings, type Headings } from './columns.ts';

/** A worksheet as texts: the headings, and the rows below them with their numbers in the file. */
export type Worksheet = {
  sheets: string[];
  sheet: string | null;
  headings: string[];
  firstRow: number;
  rows: { no: number; cells: string[] }[];
  about: About;
};

/**
 * Reads a worksheet by its content, whatever its name says: XLSX, or text with separators in UTF-8 or UTF-16.
 * @param chosen the sheet to read; without one, that whose headings name most of our fields
 * @throws FileFault for a file that is too large, damaged, or no worksheet
 */
export async function readWorksheet(file: Buffer, chosen: string | null): Promise<Worksheet> {
  if (file.length > most.bytes) throw new FileFault('imports.file_large', { max: most.bytes / 1024 / 1024 });
  if (file.readUInt32BE(0) === 0x504b0304) return readWorkbook(file, chosen);
  if (file.readUInt32BE(0) === 0xd0cf11e0) throw new FileFault('imports.file_old');
  return { sheets: [], sheet: null, ...worksheetOf(readText(file), []) };
}

async function readWorkbook(file: Buffer, chosen: string | null): Promise<Worksheet> {
  const names = assertArchive(file);
  if (!names.includes('xl/workbook.xml')) throw new FileFault('imports.file_kind');
  const { sheets } = await readXlsx(file, {
    maxRows: most.rows + 100,
    sheets: (info) => !info.hidden && !info.veryHidden,
  }).catch(() => {
    throw new FileFault('imports.file_damaged');
  });
  const read = sheets.map((sheet) => ({ sheet, found: headingsOf(sheet).found }));
  const best = read.toSorted((a, b) => b.found - a.found)[0];
  const picked = sheets.find(({ name }) => name === chosen) ?? best?.sheet;
  if (!picked) throw new FileFault('imports.file_empty');
  return {
    sheets: sheets.map(({ name }) => name),
    sheet: picked.name,
    ...worksheetOf(picked.rows, picked.merges ?? []),
  };
}

function headingsOf({ rows, merges }: Pick<Sheet, 'rows' | 'merges'>): Headings {
  return findHeadings(spread(texts(rows.slice(0, 40)), merges ?? [], true));
}

function worksheetOf(rows: CellValue[][], merges: readonly MergeRange[]) {
  const { headings, firstRow } = headingsOf({ rows, merges: [...merges] });
  const grid = spread(texts(rows), merges, false);
  const filled = grid.map((cells, i) => ({ no: i + 1, cells })).slice(firstRow);
  const kept = filled.filter(({ cells }) => cells.some((text) => text.trim()));
  if (!kept.length) throw new FileFault('imports.file_empty');
  if (kept.length > most.rows) throw new FileFault('imports.file_rows', { max: most.rows });
  return { headings, firstRow, rows: kept, about: aboutOf(grid.slice(0, firstRow).flat()) };
}

/** The cells as texts, without empty ones at the end of a row. @throws FileFault for more than a worksheet holds */
function texts(rows: readonly CellValue[][]): string[][] {
  let characters = 0;
  return rows.map((row) => {
    let width = row.length;
    while (width && (row[width - 1] ?? '') === '') width--;
    if (width > most.columns) throw new FileFault('imports.file_columns', { max: most.columns });
    const cells = row.slice(0, width).map(textOf);
    for (const text of cells) characters += text.length;
    if (characters > most.characters) throw new FileFault('imports.file_bomb', { max: megabytesOf(most.characters) });
    return cells;
  });
}

const megabytesOf = (characters: number) => Math.round(characters / 1_000_000);

/** A formula is what it last showed; a day is a day, whatever hour a spreadsheet gives it. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return typeof value === 'string' ? value.normalize('NFC') : String(value);
}

/**
 * What a merged cell says, said in each row that it spans: a producer beside its five products. Across columns only
 * headings are spread ("Lần 1" above five of them), or the title of a section would pass for a row.
 */
function spread(grid: string[][], merges: readonly MergeRange[], across: boolean): string[][] {
  let written = 0;
  for (const { startRow, startCol, endRow, endCol } of merges) {
    const says = grid[startRow]?.[startCol];
    if (!says) continue;
    for (let row = startRow; row <= Math.min(endRow, grid.length - 1); row++) {
      for (let column = startCol; column <= Math.min(across ? endCol : startCol, most.columns - 1); column++) {
        if (++written > most.merged) throw new FileFault('imports.file_damaged');
        const cells = grid[row]!;
        while (cells.length <= column) cells.push('');
        cells[column] ||= says;
      }
    }
  }
  return grid;
}

function readText(file: Buffer): CellValue[][] {
  const isWide = file.length > 1 && file.readUInt16BE(0) === 0xfffe;
  if (!isWide && file.includes(0)) throw new FileFault('imports.file_kind');
  if (file.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new FileFault('imports.file_kind');
  let text: string;
  try {
    text = new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(file);
  } catch {
    throw new FileFault('imports.file_encoding');
  }
  const rows = parseCsv(text, { typeInference: false, maxRows: most.rows + 100 });
  if (!rows.some((row) => row.length > 2)) throw new FileFault('imports.file_kind');
  return rows;
}
