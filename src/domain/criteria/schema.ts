import { z } from 'zod';

/** A text in both languages. */
const Text = z.object({ vi: z.string().min(1), en: z.string().min(1) });

const When = z.union([
  z.strictObject({ positive: z.array(z.string()).min(1) }),
  z.strictObject({ anyZero: z.array(z.string()).min(1) }),
]);

const ruleKinds = [
  'eliminateIf',
  'notEligibleIf',
  'precondition',
  'stopScoringIf',
  'appliesOnlyIf',
  'requirement',
  'evidenceRequired',
  'guidance',
] as const;

const Rule = z.object({
  id: z.string(),
  kind: z.enum(ruleKinds),
  scope: z.enum(['sheet', 'item']).optional(),
  text: Text,
  when: When.optional(),
});

const Option = z.object({
  points: z.int().min(0),
  text: Text,
  minimumFor: z.union([z.literal(3), z.literal(4), z.literal(5)]).optional(),
});
const Case = z.object({ code: z.string(), text: Text, options: z.array(Option).min(1) });

const Item = z.object({
  code: z.string(),
  name: Text,
  max: z.int().min(0),
  options: z.array(Option).optional(),
  cases: z.array(Case).optional(),
  rules: z.array(Rule),
  zeroIfNone: z.boolean().optional(),
  inferred: z.boolean().optional(),
  section: z.object({ code: z.string(), name: Text, max: z.int() }).optional(),
});

const Criterion = z.object({ code: z.string(), name: Text, max: z.int(), items: z.array(Item).min(1) });
const Part = z.object({ code: z.enum(['A', 'B', 'C']), name: Text, max: z.int(), criteria: z.array(Criterion).min(1) });

/** A score sheet as data/criteria/README.md defines it: part, criterion, item, options. */
export const PrintedSheet = z.object({
  decision: z.string(),
  annex: z.string(),
  no: z.int().min(1),
  code: z.string(),
  slug: z.string(),
  name: Text,
  group: z.object({ code: z.string(), name: Text }),
  subgroup: z.unknown(),
  ministries: z.array(z.string()),
  samples: z.int(),
  disqualifiedWhen: z.array(z.object({ id: z.string(), vi: z.string(), en: z.string() })),
  parts: z.array(Part).length(3),
});

/** Points from which each star begins, as the decision of a sheet says (26/2026/QĐ-TTg, article 3.3). */
export type Bands = Readonly<Record<1 | 2 | 3 | 4 | 5, number>>;
/** A sheet with the bands of its decision, so that whoever has the sheet can grade by it. */
export type Sheet = z.output<typeof PrintedSheet> & { bands: Bands };
export type Item = z.output<typeof Item>;
export type Rule = z.output<typeof Rule>;
export type Option = z.output<typeof Option>;
export type PartCode = 'A' | 'B' | 'C';

/** What was answered: the index of the option from 0; for an item of two cases the case first; null or absent: none. */
export type Answer = number | { case: number; option: number } | null;
export type Answers = Readonly<Record<string, Answer | undefined>>;

const index = z.int().min(0).max(99);

/** The key of a sentence in the place of zod's own words, as kernel/fields reads it. */
const sentence = (key: string) => JSON.stringify({ key });
const noCost = { error: sentence('criteria.no_cost') };

/**
 * A record by item code. zod leaves out a key `__proto__` without a word, so it is refused first, as any other code that
 * no sheet has.
 */
const byCode = <S extends z.ZodType>(value: S) =>
  z.preprocess(
    (raw, refusing) => {
      if (typeof raw === 'object' && raw !== null && Object.hasOwn(raw, '__proto__'))
        refusing.addIssue({ code: 'custom', path: ['__proto__'], message: sentence('criteria.no_item') });
      return raw;
    },
    z.record(z.string().max(20), value),
  );

/** Answers by item code, and the ids of the rules that a person states as broken. */
export const GradeRequest = z.strictObject({
  answers: byCode(z.union([z.null(), index, z.strictObject({ case: index, option: index })])).default({}),
  broken: z.array(z.string().max(60)).max(200).default([]),
});

export const PathRequest = GradeRequest.extend({
  stars: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  costs: byCode(z.number(noCost).min(0, noCost).max(1_000_000, noCost))
    .default({})
    .describe(
      'By item code, what changing the item costs, 1 where nothing is said: a number from 0 to 1,000,000 with at most six decimals. ' +
        'A finer cost is refused at `costs.<code>`, never rounded, so that sums of costs are exact.',
    ),
  fixed: z.array(z.string().max(20)).max(200).default([]).describe('Codes of items that may not be raised.'),
});
