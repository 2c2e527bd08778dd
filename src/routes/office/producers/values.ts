import { phone } from '#ui/format.ts';

type Row = Record<string, unknown>;

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** As people type it: a phone number with its groups, everything else as it stands. */
const typed = (name: string, value: unknown): string => (name.endsWith('_phone') ? phone(text(value)) : text(value));

/** The fields of the producer form, in order, for the comparison of two people's edits. */
export const producerFields = [
  'kind',
  'name',
  'tax_code',
  'registration_no',
  'registered_on',
  'registered_by',
  'place',
  'street',
  'old_address',
  'contact_phone',
  'contact_email',
  'website',
  'publishes_contact',
] as const;

/** Personal data of the representative, kept apart; the form edits them together. */
export const representativeFields = ['name', 'sex', 'ethnicity', 'phone', 'email'].map(
  (name) => `representative_${name}`,
);

/** What stands in the register, as the form shows it. */
export function producerValues(row: Row, place: string, representative: Row | null): Record<string, string> {
  const own = Object.fromEntries(producerFields.map((name) => [name, typed(name, row[name])]));
  const personal = representativeFields.map((name) => [name, typed(name, representative?.[name.slice(15)])]);
  return {
    ...own,
    ...Object.fromEntries(personal),
    tax_code: text(row.tax_code ?? representative?.personal_tax_code),
    commune: text(row.commune_id),
    place,
    publishes_contact: row.publishes_contact ? 'on' : '',
  };
}
