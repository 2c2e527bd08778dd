import { z } from 'zod';
import { checkbox, id, money, named, oneOf, optional, text, whole } from '#kernel/fields';
import { ideaFields, planFields, planMoney, stages, statuses } from './rules.ts';

const version = whole(1, 1_000_000);
const words = optional(text(4000));
const textsOf = <const F extends Record<string, boolean>>(fields: F) =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, words])) as Record<keyof F, typeof words>;
const sum = optional(money());

/** What both say of the product: its name, its set if it is known, where it is made. `send`: not a draft any more. */
const product = { name: named(200), set_no: optional(whole(1, 26)), commune: text(20), send: checkbox() };
const idea = { ...product, ...textsOf(ideaFields) };
const plan = {
  ...product,
  ...textsOf(planFields),
  ...(Object.fromEntries(planMoney.map((name) => [name, sum])) as Record<(typeof planMoney)[number], typeof sum>),
};

export const BeginIdea = z.strictObject({ producer: id(), ...idea });
export const BeginPlan = z.strictObject({ producer: id(), ...plan });
export const WriteIdea = z.strictObject({ id: id(), version, ...idea });
export const WritePlan = z.strictObject({ id: id(), version, ...plan });

export const OneIdea = z.strictObject({ id: id(), version });
export const RemarkIdea = z.strictObject({ id: id(), words: text(2000) });
export const DecideIdea = z
  .strictObject({ id: id(), version, verdict: oneOf(['accept', 'return']), words: optional(text(2000)) })
  .superRefine(({ verdict, words: said }, context) => {
    if (verdict === 'return' && !said)
      context.addIssue({ code: 'custom', message: JSON.stringify({ key: 'ideas.reason_needed' }), path: ['words'] });
  });
/** The set is asked for where the idea did not say it. */
export const BecomeProduct = z.strictObject({ id: id(), version, set_no: whole(1, 26) });

/** The office's list. */
export const IdeaFilter = z.strictObject({
  stage: optional(oneOf(stages)),
  status: optional(oneOf(statuses)),
  area: optional(text(20)),
  page: whole(1, 10_000).default(1),
});
