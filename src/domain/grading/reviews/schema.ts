import { z } from 'zod';
import { checkbox, day, id, oneOf, optional, text, upload, whole } from '#kernel/fields';
import { contents, proposals, verdicts } from './rules.ts';

const version = (least = 1) => whole(least, 1_000_000);

/** What the commune says of one of the four contents; version 0 where nothing stands yet. */
export const FindContent = z.strictObject({
  dossier: id(),
  content: oneOf(contents),
  finding: text(4000),
  verdict: oneOf(verdicts),
  version: version(0),
});

export const ProposeDossier = z.strictObject({
  id: id(),
  version: version(),
  letter_no: text(60),
  letter_on: day(),
  signer: text(120),
  met: checkbox(),
  met_on: optional(day()),
  /** Who was there, and what the meeting said. */
  met_note: optional(text(2000)),
  record: optional(upload()),
});

export const DeclineDossier = z.strictObject({ id: id(), version: version(), reasons: text(4000) });

export const TakeIn = z.strictObject({
  id: id(),
  version: version(),
  received_on: day(),
  /** Left out: the round that is proposed for now. */
  round: optional(id()),
});

export const SendBack = z.strictObject({ id: id(), version: version(), reason: text(500) });
export const HandOver = z.strictObject({ id: id(), version: version() });
export const Eliminate = z.strictObject({ id: id(), version: version(), rule: text(60), reason: text(1000) });

const noPlace = { error: () => JSON.stringify({ key: 'reviews.no_place' }) };
/** A degree of a place in Viet Nam, with a comma or a point. */
const degrees = (least: number, most: number) =>
  z
    .string(noPlace)
    .transform((typed) => Number(typed.trim().replace(',', '.')))
    .pipe(z.number(noPlace).min(least, noPlace).max(most, noPlace));

export const EnterVisit = z.strictObject({
  dossier: id(),
  visited_on: day(),
  place: text(300),
  lat: optional(degrees(8, 24)),
  lon: optional(degrees(102, 118)),
  /** Who was there. */
  people: optional(text(500)),
  findings: text(6000),
  photos: z.array(z.strictObject({ file: upload(), alt: text(200) })).max(10).default([]),
}); // prettier-ignore

/** A new test, or the result of one that was asked for. */
export const EnterTest = z.strictObject({
  dossier: id(),
  test: optional(id()),
  version: version(0),
  laboratory: text(200),
  tested: text(500),
  taken_on: day(),
  result_no: optional(text(60)),
  result_on: optional(day()),
  result: optional(text(2000)),
  passed: optional(oneOf(['yes', 'no'])),
  file: optional(upload()),
});

const index = z.int().min(0).max(99);
export const VerifyAnswer = z.strictObject({
  dossier: id(),
  /** The code of an item. */
  item: text(20),
  value: z.union([z.null(), index, z.strictObject({ case: index, option: index })]),
  note: optional(text(2000)),
  version: version(0),
});

export const SendReport = z.strictObject({
  dossier: id(),
  summary: text(10_000),
  proposal: oneOf(proposals),
  signer: text(120),
  sent_on: day(),
});
