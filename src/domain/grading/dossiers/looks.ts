import { itemsOf } from '#domain/criteria/items';
import { pathToStar } from '#domain/criteria/path';
import { grade, type Star } from '#domain/criteria/rules';
import type { Answer, Sheet } from '#domain/criteria/schema';
import { formFieldsOf, wantedField } from './forms.ts';
import { type DossierKind, fieldName } from './rules.ts';
import type { FieldValue } from './schema.ts';

export type Fields = Record<string, { value: FieldValue; version: number; carried: boolean }>;

/** What speaks for an item, as far as a date or a change bears on it. */
export type Proof = { id: string; item: string | null; end: string | null; state: 'stands' | 'gone' };

export type Typed = { name: string; why: 'empty' | 'raise' | 'fact_changed' | 'answer_changed' };
export type Renewal = {
  evidence: string;
  item: string | null;
  why: 'gone' | 'ended' | 'ends_before';
  end: string | null;
};
type Looks = { typed: Typed[]; renewals: Renewal[] };

/** The answers, broken rules and wanted star of a dossier, taken apart. */
export function partsOfFields(fields: Fields) {
  const answers: Record<string, Answer> = {};
  const broken: string[] = [];
  for (const [name, { value }] of Object.entries(fields)) {
    const [kind, key = ''] = [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)];
    if (kind === 'answer') answers[key] = value as Answer;
    if (kind === 'rule' && value === true) broken.push(key);
  }
  const wanted = Number(fields[wantedField]?.value ?? 0);
  return { answers, broken, wanted: ([3, 4, 5] as const).find((star) => star === wanted) ?? null };
}

const isEmpty = (field: Fields[string] | undefined) =>
  field === undefined || field.value === '' || field.value === null;

/**
 * Exactly which fields a person must look at, and which evidence must be renewed, before a dossier can be filed. Of one
 * that goes on from an earlier dossier only what changed, what expired and what the wanted star raises; nothing that
 * was said before is asked again.
 * @param given.changed items whose facts in the register changed since the last dossier
 * @param given.gradingDay the day on which evidence must still hold
 */
export function looksOf(given: {
  kind: DossierKind;
  sheet: Sheet;
  fields: Fields;
  proofs: readonly Proof[];
  changed: readonly string[];
  today: string;
  gradingDay: string;
}): Looks {
  const { kind, sheet, fields, proofs, changed, today, gradingDay } = given;
  const { answers, broken, wanted } = partsOfFields(fields);
  const raised = wanted ? raisedFor(sheet, answers, broken, wanted) : [];
  const typed = itemsOf(sheet).flatMap(({ code }): Typed[] => {
    const [answer, why] = [fields[fieldName.answer(code)], fields[fieldName.why(code)]];
    const open = (name: string, reason: Typed['why']): Typed => ({ name, why: reason });
    if (!answer) return [open(fieldName.answer(code), 'empty')];
    if (raised.includes(code)) return [open(fieldName.answer(code), 'raise'), open(fieldName.why(code), 'raise')];
    if (answer.carried && changed.includes(code)) return [open(fieldName.answer(code), 'fact_changed')];
    return !answer.carried && why?.carried ? [open(fieldName.why(code), 'answer_changed')] : [];
  });
  const forms = formFieldsOf(kind)
    .map(({ name }) => fieldName.form(name))
    .filter((name) => isEmpty(fields[name]))
    .map((name): Typed => ({ name, why: 'empty' }));
  const renewals = proofs.flatMap(({ id, item, end, state }): Renewal[] => {
    const why =
      state === 'gone' ? 'gone' : end === null || end >= gradingDay ? null : end < today ? 'ended' : 'ends_before';
    return why ? [{ evidence: id, item, why, end }] : [];
  });
  return { typed: [...typed, ...forms], renewals };
}

/** The items that must rise for the wanted star, by the shortest way; none where it is held or out of reach. */
function raisedFor(sheet: Sheet, answers: Record<string, Answer>, broken: readonly string[], wanted: Star): string[] {
  const graded = grade(sheet, answers, broken);
  if ((graded.stars ?? 0) >= wanted) return [];
  const path = pathToStar(sheet, answers, wanted, { broken });
  return path.reachable ? path.steps.map(({ item }) => item) : [];
}

/** How many fields a person must type: each once. */
export const fieldsToType = ({ typed }: Pick<Looks, 'typed'>): number => new Set(typed.map(({ name }) => name)).size;
