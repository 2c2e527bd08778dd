import { itemsOf, optionsOf } from '#domain/criteria/items';
import type { Answer, Sheet } from '#domain/criteria/schema';
import { AppError } from '#kernel/errors';
import type { Locale } from '#kernel/context';
import { answerText, readAnswer } from '../sheet/typed.ts';

type Fields = Record<string, string | string[]>;
type Told = { item: string; value: Answer | boolean; comment: string | null; version: number };
type Own = { item: string; value: Answer | boolean; comment: string | null; version: number };

/** The rules of a sheet that a person can state as broken. */
const rulesOf = (sheet: Sheet, locale: Locale) => [
  ...sheet.disqualifiedWhen.map((rule) => ({ id: rule.id, text: rule[locale] })),
  ...itemsOf(sheet).flatMap((item) =>
    item.rules.flatMap(({ id, kind, text, when }) =>
      !when && ['eliminateIf', 'notEligibleIf', 'precondition', 'stopScoringIf'].includes(kind)
        ? [{ id, text: text[locale] }]
        : [],
    ),
  ),
];

/** Every choice that an item offers, in words. */
const choicesOf = (item: ReturnType<typeof itemsOf>[number], locale: Locale) => {
  const of = (answer: (option: number) => Answer, options: ReturnType<typeof optionsOf>, before = '') =>
    options.map((option, i) => ({
      value: answerText(answer(i)),
      text: `${before}${option.text[locale]}`,
      points: option.points,
    }));
  return item.cases
    ? item.cases.flatMap((one, at) => of((option) => ({ case: at, option }), one.options, `${one.text[locale]}: `))
    : of((option) => option, optionsOf(item, null));
};

/** A sheet as its form shows it, in finished words: own answers and, beside them, what the producer filed. */
export function sheetForm(
  sheet: Sheet,
  own: readonly Own[],
  filed: {
    fields: Record<string, unknown>;
    evidence: readonly { item: string | null; said: string }[];
  },
  locale: Locale,
) {
  const said = new Map(own.map((one) => [one.item, one]));
  const version = Object.fromEntries(own.map((one) => [one.item, one.version]));
  return {
    versions: JSON.stringify(version),
    items: itemsOf(sheet).map((item) => {
      const choices = choicesOf(item, locale);
      const answered = said.get(item.code);
      const theirs = filed.fields[`answer/${item.code}`] as Answer | undefined;
      return {
        code: item.code,
        name: item.name[locale],
        max: item.max,
        choices,
        value: answered ? answerText(answered.value as Answer) : '',
        comment: answered?.comment ?? '',
        theirs: theirs === undefined ? null : (choices.find(({ value }) => value === answerText(theirs))?.text ?? '–'),
        why: (filed.fields[`why/${item.code}`] as string | undefined) ?? '',
        evidence: filed.evidence.filter((one) => one.item === item.code),
      };
    }),
    rules: rulesOf(sheet, locale).map((rule) => ({ ...rule, ticked: said.get(`rule/${rule.id}`)?.value === true })),
  };
}
export type SheetForm = ReturnType<typeof sheetForm>;

function versionsOf(text: unknown): Record<string, number> {
  try {
    return JSON.parse(String(text ?? '{}')) as Record<string, number>;
  } catch {
    throw new AppError('input.unreadable');
  }
}

/** What a sheet's form says. An empty box says something only where it was ticked before. @throws AppError input.unreadable */
export function toldBy(sheet: Sheet, fields: Fields): Told[] {
  const versions = versionsOf(fields.versions);
  const told = (item: string, value: Told['value'], comment: string | null = null): Told => ({
    item,
    value,
    comment: comment?.trim() || null,
    version: versions[item] ?? 0,
  });
  const ticked = new Set([fields.broken ?? []].flat());
  return [
    ...itemsOf(sheet).flatMap(({ code }) => {
      const typed = fields[code];
      if (typeof typed !== 'string') return [];
      return [told(code, typed === 'none' ? null : readAnswer(typed), String(fields[`why.${code}`] ?? ''))];
    }),
    ...rulesOf(sheet, 'vi').flatMap(({ id }) => {
      const name = `rule/${id}`;
      return ticked.has(id) || versions[name] ? [told(name, ticked.has(id))] : [];
    }),
  ];
}
