import { m } from '#paraglide/messages';
import { day, isDay, type Locale, number } from '#ui/format.ts';
import { textOf } from '#ui/names.ts';

/** One field of a kind of fact as a form shows it; with its texts in the reader's language. */
export type FormField = {
  name: string;
  label: string;
  input: 'text' | 'long' | 'date' | 'number' | 'check' | 'choice' | 'fact';
  isRequired: boolean;
  options: { value: string; label: string }[];
};

export const kindName = (kind: string): string => textOf(`facts.kind.${kind}`) ?? kind;
export const labelOf = (field: string): string => textOf(`facts.field.${field}`) ?? field;
export const choiceOf = (field: string, value: string): string => textOf(`facts.choice.${field}.${value}`) ?? value;

/** A value of a fact as people read it; '' for what is not said. */
export function shown(field: string, value: unknown, names: Record<string, string>, locale: Locale): string {
  if (value === null || value === undefined || value === false || value === '') return '';
  if (value === true) return m['common.yes']();
  if (typeof value === 'number') return number(value, locale);
  const text = String(value);
  if (field === 'partner_id') return names[text] ?? m['facts.partner_on_register']();
  if (isDay(text)) return day(text, locale);
  return names[text] ?? choiceOf(field, text);
}

type Row = { valid_from: string | null; valid_to: string | null };

/** "Từ 01/03/2026 đến hết 28/02/2029". */
export const spanOf = ({ valid_from, valid_to }: Row, locale: Locale): string =>
  valid_to
    ? m['facts.span']({ from: day(valid_from, locale), until: day(valid_to, locale) })
    : m['facts.since']({ from: day(valid_from, locale) });

/** What stands in the register, as the form shows it. */
export const valuesOf = (row: Record<string, unknown> & Row): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === true ? 'on' : value === null || value === false ? '' : String(value),
    ]),
  ),
  from: row.valid_from ?? '',
  until: row.valid_to ?? '',
});
