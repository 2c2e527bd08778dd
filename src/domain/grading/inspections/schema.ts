import { z } from 'zod';
import { day, id, oneOf, optional, text, upload, whole } from '#kernel/fields';
import { abouts, conclusions, grounds, verdicts } from './rules.ts';

const version = whole(1, 1_000_000);
const levels = ['province', 'ministry'] as const;

export const PlanInspection = z.strictObject({
  product: id(),
  level: oneOf(levels).default('province'),
  kind: oneOf(['planned', 'ad_hoc']),
  planned_on: day(),
  why: optional(text(1000)),
  team: optional(text(500)),
});
export const ChangeInspection = z.strictObject({
  id: id(),
  version,
  planned_on: day(),
  why: optional(text(1000)),
  team: optional(text(500)),
});
export const AddFinding = z.strictObject({
  inspection: id(),
  about: oneOf(abouts),
  item: optional(text(20)),
  finding: text(2000),
  verdict: oneOf(verdicts),
  mend_by: optional(day()),
  file: optional(upload()),
});
export const MendFinding = z.strictObject({ finding: id(), on: day() });
export const ConcludeInspection = z.strictObject({
  id: id(),
  version,
  held_on: day(),
  conclusion: oneOf(conclusions),
  note: optional(text(2000)),
});

export const OpenCase = z.strictObject({
  recognition: id(),
  ground: oneOf(grounds),
  /** The conclusion that found it, or the commune's confirmation: which paper, of whom. */
  basis: text(500),
  found_on: day(),
  inspection: optional(id()),
});
export const VerifyCase = z.strictObject({ id: id(), version, note: text(2000) });
export const DropCase = z.strictObject({ id: id(), version, note: text(2000) });
export const DecideCases = z.strictObject({
  cases: z.preprocess(
    (value) => (Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]),
    z
      .array(id())
      .min(1, { error: () => JSON.stringify({ key: 'decisions.choose' }) })
      .max(200),
  ),
});

export const InspectionFilter = z.strictObject({
  state: optional(oneOf(['planned', 'late', 'mend', 'concluded'])),
  page: whole(1, 10_000).default(1),
});
