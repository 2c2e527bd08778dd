import { z } from 'zod';
import { named, day, grouped, id, money, oneOf, optional, text, upload, whole } from '#kernel/fields';
import { producerKinds } from '#domain/producers/rules';
import { criteriaCodes, grounds, isGtin, levels, mistakes, readHundredths, recognitionReasons } from './rules.ts';

const problem = (key: string) => ({ error: () => JSON.stringify({ key }) });

const gtin = text(20)
  .transform((value) => value.replace(/[\s-]/g, ''))
  .refine(isGtin, problem('products.gtin_wrong'));

const months = z
  .preprocess(
    (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
    z.array(whole(1, 12)).max(12),
  )
  .default([]);

const points = text(10).transform((value, context) => {
  const read = readHundredths(value);
  if (read !== null) return read;
  context.addIssue({ code: 'custom', message: JSON.stringify({ key: 'products.points_wrong' }), input: value });
  return z.NEVER;
});

const product = {
  name: named(200),
  set_no: whole(1, 26),
  commune: text(20),
  pack: optional(text(100)),
  gtin: optional(gtin),
  price: optional(money()),
  capacity: optional(grouped(0, 1_000_000_000)),
  capacity_unit: optional(text(40)),
  seasons: months,
  story: optional(text(5000)),
};

/** What the register is asked for: the page and the API alike. */
export const ListFilter = z.strictObject({
  q: optional(text(200)),
  stars: optional(whole(3, 5)),
  state: optional(oneOf(['valid', 'expired', 'withdrawn', 'unknown', 'none'])),
  set: optional(whole(1, 26)),
  area: optional(text(20)),
  kind: optional(oneOf(producerKinds)),
  source: optional(oneOf(['register', 'cited'])),
  after: optional(text(2000)),
  limit: whole(1, 100).default(20),
});

/** The office's list of products: filters, an order, and pages by number. */
export const OfficeFilter = ListFilter.omit({ after: true, limit: true }).extend({
  sort: oneOf(['name', 'end', 'changed']).default('name'),
  page: whole(1, 10_000).default(1),
});

/** The office's list of recognitions. */
export const RecognitionFilter = z.strictObject({
  stars: optional(whole(3, 5)),
  area: optional(text(20)),
  before: optional(day()),
  sort: oneOf(['newest', 'end']).default('newest'),
  page: whole(1, 10_000).default(1),
});

export const RegisterProduct = z.strictObject({ producer: id(), ...product });
export const ChangeProduct = z.strictObject({ id: id(), version: whole(1, 1_000_000), ...product });
/** What a producer says of its own product; its name, set and code are an official's to change. */
export const DescribeProduct = z.strictObject({
  id: id(),
  version: whole(1, 1_000_000),
  pack: product.pack,
  price: product.price,
  capacity: product.capacity,
  capacity_unit: product.capacity_unit,
  seasons: product.seasons,
  story: product.story,
});
export type ProductInput = z.output<typeof RegisterProduct>;

/** Recognitions as the API lists them. */
export const RecognitionQuery = z.strictObject({
  stars: optional(whole(3, 5)),
  endsBefore: optional(day()),
  after: optional(id()),
  limit: whole(1, 100).default(20),
});

/** A real product as a public source reports it. */
export const CiteProduct = z.strictObject({
  name: text(200),
  set_no: whole(1, 26),
  producer: optional(text(200)),
  producer_kind: optional(oneOf(producerKinds)),
  commune: optional(text(20)),
  place: optional(text(200)),
  stars: optional(whole(1, 5)),
  year: optional(whole(2013, 2199)),
  decision_no: optional(text(60)),
  decided_on: optional(day()),
  confidence: oneOf(['high', 'medium', 'low']),
  sources: z.array(text(300)).min(1).max(10),
});

const recognition = {
  stars: whole(3, 5),
  reason: oneOf(recognitionReasons),
  level: oneOf(levels),
  criteria: oneOf(criteriaCodes as [string, ...string[]]),
  decision_no: optional(text(60)),
  decided_on: optional(day()),
  year: optional(whole(2013, 2199)),
  decided_by: optional(text(200)),
  certificate_no: optional(text(60)),
  printed_end: optional(day()),
  part_a: optional(points),
  part_b: optional(points),
  part_c: optional(points),
  total: optional(points),
};

export const RecordRecognition = z.strictObject({ product: id(), ...recognition });
export const CorrectRecognition = z.strictObject({ id: id(), version: whole(1, 1_000_000), ...recognition });
export type RecognitionInput = z.output<typeof RecordRecognition>;

/** Why a record is taken back: a choice, because free words in the log might speak of people. */
export const TakeBackRecognition = z.strictObject({
  id: id(),
  version: whole(1, 1_000_000),
  why: oneOf(mistakes),
});

const withdrawal = {
  ground: z.enum(grounds, problem('products.ground_none')),
  on: day(),
  decision_no: optional(text(60)),
  note: optional(text(500)),
};

/** A withdrawal is named by its recognition, which has one at most. */
export const WithdrawRecognition = z.strictObject({ id: id(), ...withdrawal });
export const CorrectWithdrawal = z.strictObject({ id: id(), version: whole(1, 1_000_000), ...withdrawal });
export const TakeBackWithdrawal = z.strictObject({ id: id(), version: whole(1, 1_000_000) });
export const GiveCode = z.strictObject({ product: id(), year: whole(2026, 2099) });
export const OldCode = z.strictObject({ product: id(), code: text(60) });

/** A picture with what is seen on it, for whoever does not see it. */
export const AddPicture = z.strictObject({ product: id(), file: upload(), alt: text(200) });
export const ChangePicture = z.strictObject({
  id: id(),
  alt: text(200),
  /** Where it goes among the others; it stays if nothing is said. */
  move: optional(oneOf(['first', 'earlier', 'later'])),
});
export const TakeAwayPicture = z.strictObject({ id: id() });
