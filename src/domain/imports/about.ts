import type { ColumnField } from './columns.ts';

/** What the title of a worksheet tells of all its rows: number, day and authority of the decision that it is the list of. */
export type About = Partial<Record<(typeof aboutFields)[number], string>>;
export const aboutFields = ['r1_no', 'r1_on', 'r1_by'] as const satisfies readonly ColumnField[];

const told =
  /quyết\s+định\s+số\s*:?\s*(?<no>[^\s,;()]+(?:\s*\/\s*QĐ-[^\s,;()]+)?)[\s,]*ngày\s*(?<on>[0-9]{1,2}\s*(?:[/.-]\s*[0-9]{1,2}\s*[/.-]|tháng\s*[0-9]{1,2}\s*năm)\s*[0-9]{4})(?:\s*của\s+(?<by>[^,;()]+))?/iu;

/**
 * The decision that the rows above the headings name, as the annex of a decision has it: "(Kèm theo Quyết định số
 * 1234/QĐ-UBND ngày 25 tháng 12 năm 2023 của Chủ tịch UBND tỉnh)". Empty if they name none.
 */
export function aboutOf(titles: readonly string[]): About {
  const found = told.exec(titles.join(' ').normalize('NFC').replace(/\s+/g, ' '))?.groups;
  if (!found) return {};
  return { r1_no: found.no!, r1_on: found.on!, ...(found.by && { r1_by: found.by.trim().replace(/[.:]$/, '') }) };
}
