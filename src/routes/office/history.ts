import { m } from '#paraglide/messages';

const messages = m as unknown as Record<string, (() => string) | undefined>;

/** "Sửa sản phẩm": what happened, in words. */
export const eventName = (type: string): string => messages[`office.event.${type}`]?.() ?? type;

/** The label of a field of the register; its own name if it has none. */
export const fieldName = (name: string): string => messages[`office.field.${name}`]?.() ?? name;

const shown = (value: unknown): string =>
  value === null || value === undefined || value === '' ? '–' : Array.isArray(value) ? value.join(', ') : String(value);

type Data = { changes?: Record<string, [unknown, unknown]>; personal?: string[]; why?: string };

/** What changed, one line for each field: before → after. Of personal fields only the name is known. */
export function changeLines(data: Data & Record<string, unknown>): string[] {
  const changes = Object.entries(data.changes ?? {}).filter(([name]) => !['folded', 'search'].includes(name));
  return [
    ...changes.map(([name, [before, after]]) => `${fieldName(name)}: ${shown(before)} → ${shown(after)}`),
    ...(data.personal?.length ? [`${m['office.personal_changed']()}: ${data.personal.map(fieldName).join(', ')}`] : []),
    ...(data.why ? [data.why] : []),
  ];
}

const types = [
  'producer.registered',
  'producer.changed',
  'producer.renamed',
  'producer.confirmed',
  'facility.added',
  'facility.changed',
  'representative.read',
  'product.registered',
  'product.changed',
  'product.coded',
  'product.old_code',
  'product.cited',
  'recognition.recorded',
  'recognition.corrected',
  'recognition.taken_back',
  'recognition.withdrawn',
  'criteria.imported',
  'criteria.compared',
  'person.opened',
  'person.link_made',
  'person.password_set',
  'role.granted',
  'role.ended',
] as const;

/** Every kind of event, to filter the log by. */
export const eventChoices = () => types.map((value) => ({ value, label: eventName(value) }));
