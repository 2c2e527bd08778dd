import { mistakes as paperMistakes } from '#domain/papers/rules';
import { activities, producerKinds } from '#domain/producers/rules';
import { criteriaCodes, grounds, levels, mistakes, recognitionReasons } from '#domain/products/rules';
import { type FilterList, type Role, roles } from '#domain/identity/rules';
import { m } from '#paraglide/messages';

/** The values that a form offers, with their words in the reader's language. */
export const kinds = () => producerKinds.map((value) => ({ value, label: m[`producers.kind.${value}`]() }));
export const activityChoices = () => activities.map((value) => ({ value, label: m[`producers.activity.${value}`]() }));
export const levelChoices = () => levels.map((value) => ({ value, label: m[`products.level.${value}`]() }));
export const reasonChoices = () =>
  recognitionReasons.map((value) => ({ value, label: m[`products.reason.${value}`]() }));
export const groundChoices = () =>
  grounds.map((value) => ({ value, label: `${value}) ${m[`products.ground.${value}`]()}` }));
export const mistakeChoices = () => mistakes.map((value) => ({ value, label: m[`products.mistake.${value}`]() }));
export const roleChoices = (offered: readonly Role[] = roles) =>
  offered.map((value) => ({ value, label: m[`identity.role.${value}`]() }));
export const paperMistakeChoices = () =>
  paperMistakes.map((value) => ({ value, label: m[`papers.mistake.${value}`]() }));
export const criteriaChoices = () =>
  criteriaCodes.map((value) => ({ value, label: value === 'cycle' ? m['products.cycle']() : value }));

/** What a list of the office is called. */
const listNames: Record<FilterList, () => string> = {
  producers: m['common.producers'],
  products: m['common.products'],
  recognitions: m['public.recognitions'],
  papers: m['papers.title'],
  checks: m['office.checks.title'],
  people: m['office.people'],
  log: m['office.log'],
};
export const listName = (list: string): string =>
  Object.hasOwn(listNames, list) ? listNames[list as FilterList]() : list;
