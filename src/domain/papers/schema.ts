import { z } from 'zod';
import { checkbox, code, day, id, oneOf, optional, text, upload, whole } from '#kernel/fields';
import { mistakes, states, subjectKinds, verdicts } from './rules.ts';

const version = whole(1, 1_000_000);

const fields = {
  type: text(60),
  number: optional(text(100)),
  issuer: optional(text(200)),
  issued_on: optional(day()),
  printed_end: optional(day()),
  file: optional(upload()),
  /** Ticked by an officer who holds the paper in hand. */
  checked: checkbox(),
};

/** Whose paper it is, as the caller read it of the producer. A place that is not the producer's own is refused by the database. */
const owner = z.strictObject({ kind: z.literal('producer'), id: id(), organisation: id(), area: text(100) });
const subject = z.strictObject({ kind: oneOf(subjectKinds), id: id() });

export const DepositPaper = z.strictObject({ owner, ...fields, covers: z.array(subject).max(100).default([]) });
export const CorrectPaper = z.strictObject({ id: id(), version, ...fields });
export type PaperInput = Omit<z.output<typeof CorrectPaper>, 'id' | 'version'>;

export const CheckPaper = z
  .strictObject({ id: id(), version, verdict: oneOf(verdicts), note: optional(text(500)) })
  .refine(({ verdict, note }) => verdict === 'right' || note, {
    path: ['note'],
    error: () => JSON.stringify({ key: 'papers.say_why' }),
  });
export const TakeBackPaper = z.strictObject({ id: id(), version, why: oneOf(mistakes) });
export const CoverSubject = z.strictObject({ paper: id(), subject });

const terms = {
  name_vi: text(200),
  name_en: text(200),
  life_months: optional(whole(1, 600)),
  lead_days: whole(0, 1000),
  note: optional(text(300)),
  offered: checkbox(),
};
export const AddPaperType = z.strictObject({ code: code(/^[A-Z][A-Z0-9_]{1,39}$/, 'papers.code_signs'), ...terms });
export const ChangePaperType = z.strictObject({ id: id(), version, ...terms });

/** What the office's list of papers is asked for. */
export const PaperFilter = z.strictObject({
  q: optional(text(100)),
  state: optional(oneOf(states)),
  type: optional(text(60)),
  area: optional(text(20)),
  checked: optional(oneOf(['right', 'wrong', 'not_yet'])),
  sort: oneOf(['end', 'newest', 'type']).default('end'),
  page: whole(1, 10_000).default(1),
});
