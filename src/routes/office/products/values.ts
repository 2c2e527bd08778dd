import { certificateEnd } from '#domain/products/rules';
import { number, points } from '#ui/format.ts';

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

const amounts = ['price', 'capacity'] as const;

/** Values of the product form with its amounts written alike, so that 3000 and 3.000 do not look like two values. */
export const writtenAlike = (values: Record<string, string>): Record<string, string> => ({
  ...values,
  ...Object.fromEntries(
    amounts.map((name) => {
      const typed = (values[name] ?? '').trim();
      const digits = /^[0-9]{1,3}([.\s][0-9]{3})+$/.test(typed) ? typed.replace(/[.\s]/g, '') : typed;
      return [name, /^[0-9]{1,13}$/.test(digits) ? number(Number(digits), 'vi') : typed];
    }),
  ),
});

/** What stands in the register, as the form shows it. `seasons` are months joined by commas. */
export const productValues = (row: Row, place: string): Record<string, string> => ({
  ...writtenAlike(valuesBy(productFields, row)),
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

/** The fields of the form of a withdrawal, in order. */
export const withdrawalFields = ['ground', 'on', 'decision_no', 'note'] as const;

/** A recorded withdrawal, as the form shows it. */
export const withdrawalValues = (row: Row): Record<string, string> => valuesBy(withdrawalFields, row);
