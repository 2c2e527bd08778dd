import { z } from 'zod';
import { day, id, optional, text, upload, whole } from '#kernel/fields';
import { mostEntries } from './rules.ts';

export const EnterOnBehalf = z.strictObject({
  producer: id(),
  act: text(60),
  /** The input of the act, as the producer's own form sends it: read by that act's schema. */
  input: z.record(z.string().max(60), z.unknown()),
});

const answered = { entry: id(), version: whole(1, 1_000_000) };
export const ConfirmEntry = z.strictObject(answered);
export const DisputeEntry = z.strictObject({ ...answered, words: text(1000) });

export const MakeCode = z.strictObject({ producer: id() });

const none = () => JSON.stringify({ key: 'behalf.choose_entries' });
const entries = z
  .preprocess(
    (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
    z.array(id()).min(1, { error: none }).max(mostEntries, { error: none }),
  )
  .transform((ids) => [...new Set(ids)].toSorted()); // locked in one order, whoever ticks them

const wrong = (key: string) => ({ error: () => JSON.stringify({ key }) });

export const ConfirmByCode = z.strictObject({
  producer: id(),
  entries,
  code: z
    .string(wrong('fields.required'))
    .transform((value) => value.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
    .pipe(z.string().min(1, wrong('fields.required')).max(40, wrong('behalf.code_wrong'))),
});

export const ConfirmBySheet = z.strictObject({
  producer: id(),
  entries,
  /** The day beside the signature. */
  issued_on: day(),
  file: optional(upload()),
});
