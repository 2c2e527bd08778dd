import { z } from 'zod';
import { checkbox, day, id, oneOf, optional, text, upload, whole } from '#kernel/fields';
import { mostText } from './forms.ts';
import { kinds, levels, statuses } from './rules.ts';

const index = z.int().min(0).max(99);
const value = z.union([z.null(), z.boolean(), index, z.strictObject({ case: index, option: index }), z.string()]);
export type FieldValue = z.output<typeof value>;

export const OpenDossier = z.strictObject({
  product: id(),
  kind: oneOf(kinds),
  /** The star that is aimed at. */
  stars: optional(whole(3, 5)),
});

/** Fields as they were typed, each with the version that was seen; 0 where there was none. */
export const SaveFields = z.strictObject({
  dossier: id(),
  fields: z
    .array(z.strictObject({ name: text(80), value, version: z.int().min(0).max(1_000_000) }))
    .min(1)
    .max(200),
});

/** Evidence of an item: a paper of the producer, a fact of the register, or a file brought along; exactly one. */
export const CiteEvidence = z.strictObject({
  dossier: id(),
  item: optional(text(20)),
  paper: optional(id()),
  fact_kind: optional(text(40)),
  fact: optional(id()),
  file: optional(upload()),
  note: optional(text(300)),
});
export const RemoveEvidence = z.strictObject({ id: id() });

export const FileDossier = z.strictObject({
  id: id(),
  version: whole(1, 1_000_000),
  /** "I answer for the truth of what stands here" (form 01). */
  sure: checkbox(),
  /** Where the representative lives: printed in form 02, kept apart. */
  residence: optional(text(300)),
});
export const RetractDossier = z.strictObject({ id: id(), version: whole(1, 1_000_000), reason: text(500) });

export const RegisterPaperDossier = z.strictObject({
  product: id(),
  kind: oneOf(kinds),
  handed_on: day(),
  scans: z.array(upload()).min(1).max(10),
  /** The answers are typed from the paper before it is locked. */
  typed: checkbox(),
});

export const ReceiveDossier = z.strictObject({ id: id(), version: whole(1, 1_000_000) });

export const desks = ['commune', 'province', 'advisory', 'ministry'] as const;
export const AskForCompletion = z.strictObject({
  dossier: id(),
  desk: oneOf(desks),
  due_on: day(),
  note: optional(text(1000)),
  items: z
    .array(z.strictObject({ about: optional(text(80)), wanted: text(500) }))
    .min(1)
    .max(60),
});

export const AnswerItem = z.strictObject({
  item: id(),
  version: whole(0, 1_000_000),
  answer: optional(text(mostText)),
  /** What the field that is asked about says now. */
  value: value.optional(),
  paper: optional(id()),
  file: optional(upload()),
});
export const AnswerRequest = z.strictObject({ request: id(), version: whole(1, 1_000_000) });

export const sampleMoves = ['received', 'stored', 'passed_on', 'used', 'returned'] as const;
export const MoveSamples = z.strictObject({
  dossier: id(),
  what: oneOf(sampleMoves),
  count: whole(1, 100),
  place: optional(text(200)),
  on: day(),
});

export const DossierFilter = z.object({
  q: optional(text(100)),
  /** What waits for this officer's own desk. */
  queue: optional(oneOf(['mine', 'producer', 'all'])),
  kind: optional(oneOf(kinds)),
  level: optional(oneOf(levels)),
  status: optional(oneOf(statuses)),
  area: optional(text(20)),
  sort: optional(oneOf(['due', 'newest'])),
  page: whole(1, 1000).default(1),
});

/** The same as machines ask for it: page after page, the last opened first. */
export const DossierQuery = z.strictObject({
  ...DossierFilter.pick({ kind: true, level: true, status: true, area: true }).shape,
  after: optional(id()),
  limit: whole(1, 100).default(20),
});
