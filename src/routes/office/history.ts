import { events as behalf } from '#domain/behalf/events';
import { events as criteria } from '#domain/criteria/events';
import { events as grading } from '#domain/grading/events';
import { events as decisions } from '#domain/grading/decisions/events';
import { events as dossiers } from '#domain/grading/dossiers/events';
import { events as inspections } from '#domain/grading/inspections/events';
import { events as duplicates } from '#domain/duplicates/events';
import { events as people } from '#domain/identity/events';
import { events as notices } from '#domain/notices/events';
import { events as papers } from '#domain/papers/events';
import { events as imports } from '#domain/imports/events';
import { events as producers } from '#domain/producers/events';
import { events as products } from '#domain/products/events';
import { events as proposals } from '#domain/proposals/events';
import { events as settings } from '#domain/settings/events';
import { events as hooks } from '#domain/hooks/events';
import { events as ideas } from '#domain/grading/ideas/events';
import { events as reviews } from '#domain/grading/reviews/events';
import { events as process } from '#domain/grading/process/events';
import { events as councils } from '#domain/grading/councils/events';
import { m } from '#paraglide/messages';
import { day, type Locale, number, phone, points, seasons } from '#ui/format.ts';
import { nameOf, textOf } from '#ui/names.ts';

/** "Sửa sản phẩm": what happened, in words. */
export const eventName = (type: string): string => textOf(`office.event.${type}`) ?? type;

/** The label of a field of the register; its own name if it has none. */
export const fieldName = (name: string): string => nameOf(name) ?? name;

// Fields whose values are words of a list: where their texts stand.
const lists: Record<string, string> = {
  kind: 'producers.kind',
  activity: 'producers.activity',
  level: 'products.level',
  reason: 'products.reason',
};
const inHundredths = ['part_a', 'part_b', 'part_c', 'total'];

/** A value of a field of the register, as people read it. */
export function shown(field: string, value: unknown, locale: Locale): string {
  if (value === null || value === undefined || value === '') return '–';
  if (field === 'seasons' && Array.isArray(value)) return seasons(value as number[], locale) || '–';
  if (Array.isArray(value)) return value.join(', ') || '–';
  if (typeof value === 'boolean') return value ? m['common.yes']() : m['common.no']();
  if (typeof value === 'number') return inHundredths.includes(field) ? points(value, locale) : number(value, locale);
  const text = field.endsWith('phone') ? phone(String(value)) : String(value);
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return day(text, locale);
  return textOf(`${lists[field] ?? ''}.${text}`) ?? text;
}

type Data = {
  changes?: Record<string, [unknown, unknown]>;
  unquoted?: string[];
  why?: string;
  fact_kind?: string;
};

/** What changed, one line for each field: before → after. Of fields that the log does not quote only the name is known. */
export function changeLines(data: Data & Record<string, unknown>, locale: Locale): string[] {
  const changes = Object.entries(data.changes ?? {}).filter(([name]) => !['folded', 'search'].includes(name));
  return [
    ...(data.fact_kind ? [textOf(`facts.kind.${data.fact_kind}`) ?? data.fact_kind] : []),
    ...changes.map(
      ([name, [before, after]]) => `${fieldName(name)}: ${shown(name, before, locale)} → ${shown(name, after, locale)}`,
    ),
    ...(data.unquoted?.length ? [`${m['office.unquoted_changed']()}: ${data.unquoted.map(fieldName).join(', ')}`] : []),
    ...(data.why ? [textOf(`products.mistake.${data.why}`) ?? textOf(`papers.mistake.${data.why}`) ?? data.why] : []),
  ];
}

const types = [
  ...producers,
  ...products,
  ...papers,
  ...grading,
  ...dossiers,
  ...decisions,
  ...inspections,
  ...proposals,
  ...behalf,
  ...criteria,
  ...imports,
  ...duplicates,
  ...people,
  ...settings,
  ...notices,
  ...process,
  ...hooks,
  ...ideas,
  ...councils,
  ...reviews,
];

/** Every kind of event, to filter the log by. */
export const eventChoices = () => types.map((value) => ({ value, label: eventName(value) }));
