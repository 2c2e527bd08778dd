import { ideaFields, planFields, planMoney, type Stage } from '#domain/grading/ideas/rules';
import { m } from '#paraglide/messages';

/** The fields of an idea or a plan in words, in the order of its form. */
export const fieldsOf = (stage: Stage) => [
  ...Object.entries(stage === 'idea' ? ideaFields : planFields).map(([name, must]) => ({
    name,
    label: m[`ideas.field.${name as keyof typeof ideaFields}`](),
    hint: m[`ideas.hint.${name as keyof typeof ideaFields}`](),
    isMoney: false,
    must: must as boolean,
  })),
  ...(stage === 'plan' ? planMoney : []).map((name) => ({
    name,
    label: m[`ideas.field.${name}`](),
    hint: m[`ideas.hint.${name}`](),
    isMoney: true,
    must: name === 'investment',
  })),
];
