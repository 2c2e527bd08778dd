import { certificateEnd } from '#domain/products/rules';
import { points } from '#ui/format.ts';

type Row = Record<string, unknown>;

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const valuesBy = (names: readonly string[], row: Row) =>
  Object.fromEntries(names.map((name) => [name, text(row[name])]));

/** The fields of the product form, in order, for the comparison of two people's edits. */
export const productFields = [
  'name',
  'set_no',
  'place',
  'pack',
  'gtin',
  'price',
  'capacity',
  'capacity_unit',
  'seasons',
  'story',
] as const;

/** What stands in the register, as the form shows it. `seasons` are months joined by commas. */
export const productValues = (row: Row, place: string): Record<string, string> => ({
  ...valuesBy(productFields, row),
  commune: text(row.commune_id),
  place,
});

/** The fields of the recognition form, in order. */
export const recognitionFields = [
  'stars',
  'reason',
  'level',
  'criteria',
  'decision_no',
  'decided_on',
  'year',
  'decided_by',
  'certificate_no',
  'printed_end',
  'part_a',
  'part_b',
  'part_c',
  'total',
] as const;

/** A recorded recognition, as the form shows it: points with two decimals, the end of the certificate only where it is a printed one. */
export const recognitionValues = (row: Row): Record<string, string> => ({
  ...valuesBy(recognitionFields, row),
  printed_end: row.decided_on && row.valid_to !== certificateEnd(text(row.decided_on)) ? text(row.valid_to) : '',
  ...Object.fromEntries(
    (['part_a', 'part_b', 'part_c', 'total'] as const).map((name) => [
      name,
      typeof row[name] === 'number' ? points(row[name], 'vi') : '',
    ]),
  ),
});
