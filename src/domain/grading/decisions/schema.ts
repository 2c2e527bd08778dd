import { z } from 'zod';
import { checkbox, day, id, oneOf, optional, text, upload, whole } from '#kernel/fields';
import { complaintOutcomes } from './rules.ts';

const version = whole(1, 1_000_000);
const several = (most: number) =>
  z.preprocess((value) => (Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]), z.array(id()).min(1, { error: () => JSON.stringify({ key: 'decisions.choose' }) }).max(most)); // prettier-ignore

/** The dossiers whose results go on one decision. */
export const DraftDecision = z.strictObject({ dossiers: several(500), subject: optional(text(500)) });
export const AddLines = z.strictObject({ id: id(), version, dossiers: several(500) });
export const DropLine = z.strictObject({ id: id(), version, line: id() });
export const ChangeDecision = z.strictObject({ id: id(), version, subject: optional(text(500)) });
export const DropDecision = z.strictObject({ id: id(), version });

/** As it was signed: its number, day and signer, and the paper or the signed file. */
export const SignDecision = z.strictObject({
  id: id(),
  version,
  number: text(60),
  decided_on: day(),
  signer: text(120),
  signer_title: text(200),
  symbol: text(40).default('GCN-OCOP'),
  file: optional(upload()),
});
export const ReleaseDecision = z.strictObject({ id: id(), version });

export const TellResult = z.strictObject({ dossier: id(), reason: optional(text(2000)) });
export const SendToMinistry = z.strictObject({ dossier: id(), request_no: text(60), sent_on: day() });

/** What the ministry answered: by its decision five stars, or back on its result, or to be scored again. */
export const AnswerOfMinistry = z
  .strictObject({
    dossier: id(),
    outcome: oneOf(['recognised', 'recognise_on_result', 'score_again']),
    outcome_no: text(60),
    outcome_on: day(),
    signer: optional(text(120)),
    signer_title: optional(text(200)),
    certificate_no: optional(text(60)),
    printed_end: optional(day()),
    stars: optional(whole(1, 5)),
    total: optional(text(10)),
    note: optional(text(2000)),
  })
  .refine(({ outcome, stars }) => outcome !== 'recognise_on_result' || stars !== null, {
    path: ['stars'],
    error: () => JSON.stringify({ key: 'fields.required' }),
  });

export const FileComplaint = z.strictObject({
  product: id(),
  dossier: optional(id()),
  level: oneOf(['province', 'ministry']).default('province'),
  about: text(5000),
  /** The day the desk received it, for one that came on paper. */
  filed_on: optional(day()),
});
export const AcceptComplaint = z.strictObject({ id: id(), version, complex: checkbox() });
export const RefuseComplaint = z.strictObject({ id: id(), version, reason: text(2000) });
export const SettleComplaint = z.strictObject({
  id: id(),
  version,
  outcome: oneOf(complaintOutcomes),
  reason: text(5000),
});
export const RetractComplaint = z.strictObject({ id: id(), version });

export const DecisionFilter = z.strictObject({
  status: optional(oneOf(['draft', 'signed', 'released'])),
  kind: optional(oneOf(['recognise', 'withdraw'])),
  q: optional(text(60)),
  page: whole(1, 10_000).default(1),
});
export const ComplaintFilter = z.strictObject({
  status: optional(oneOf(['filed', 'accepted', 'refused', 'settled', 'retracted'])),
  page: whole(1, 10_000).default(1),
});

/** Released decisions and rounds as the API lists them; `area` is the code of a place. */
export const DecisionQuery = z.strictObject({
  area: optional(text(40)),
  year: optional(whole(2013, 2100)),
  after: optional(id()),
  limit: whole(1, 100).default(20),
});
export const RoundQuery = DecisionQuery.pick({ area: true, year: true });
