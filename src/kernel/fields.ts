import { z } from 'zod';
import { AppError, type Issue } from './errors.ts';
import { isId } from './ids.ts';

/**
 * The few kinds of field of every schema. Each takes what a form sends (texts) and what JSON sends, and says what is
 * wrong by the key of a sentence, never in a library's English.
 */
const broken = (key: string, params?: Issue['params']) => ({
  error: () => JSON.stringify({ key, ...(params && { params }) }),
});

// Control characters but tab and newline, and what a broken UTF-8 decoder leaves behind.
// oxlint-disable-next-line no-control-regex
const unreadable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd\ud800-\udfff]/u;

// What nobody sees and some programs paste along: it would make two names that look alike, an empty one, or turn the
// words of a page around. Joiners (200c, 200d) stay: signs of other scripts are written with them.
const unseen = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A text of 1 to `max` characters: trimmed, NFC, free of control characters and of what nobody sees. */
export const text = (max: number) =>
  z
    .string(broken('fields.required'))
    .transform((value) => value.normalize('NFC').replace(unseen, '').replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .min(1, broken('fields.required'))
        .refine((value) => [...value].length <= max, broken('fields.too_long', { max }))
        .refine((value) => !unreadable.test(value), broken('fields.unreadable')),
    );

/** The name of a person or a thing: a text that can be read out, so not of pictures or signs alone. */
export const named = (max: number) =>
  text(max).refine((value) => /[\p{L}\p{N}]/u.test(value), broken('fields.no_letter'));

/** A code: ASCII only, so that no look-alike digit passes. `pattern` is tested on the trimmed, upper-case text. */
export const code = (pattern: RegExp, key = 'fields.code') =>
  z
    .string(broken('fields.required'))
    .transform((value) => value.normalize('NFC').trim().toUpperCase())
    .pipe(z.string().min(1, broken('fields.required')).regex(pattern, broken(key)));

const numberOrText = () =>
  z.union([z.number(), z.string()], {
    error: ({ input }) => JSON.stringify({ key: input === undefined ? 'fields.required' : 'fields.number' }),
  });

/** A whole number between `min` and `max`, from a number or from ASCII digits. */
export const whole = (min: number, max: number) =>
  numberOrText()
    .transform((value) => (typeof value === 'string' ? value.trim() : String(value)))
    .pipe(
      z
        .string()
        .min(1, broken('fields.required'))
        .regex(/^-?[0-9]{1,16}$/, broken('fields.number')),
    )
    .transform(Number)
    .pipe(z.number().min(min, broken('fields.too_small', { min })).max(max, broken('fields.too_large', { max })));

const inThousands = /^[0-9]{1,3}(?:[.\s][0-9]{3})+$/;

/** A whole number as people write it: dots and spaces only between groups of three, so that "12.5" is never read as 125. */
export const grouped = (min: number, max: number) =>
  numberOrText()
    .transform((value) => {
      const typed = typeof value === 'string' ? value.trim() : value;
      return typeof typed === 'string' && inThousands.test(typed) ? typed.replace(/[.\s]/g, '') : typed;
    })
    .pipe(whole(min, max));

/** đồng, with or without its sign. */
export const money = () =>
  numberOrText()
    .transform((value) => (typeof value === 'string' ? value.replace(/\s*[đ₫]\s*$/, '') : value))
    .pipe(grouped(0, 1_000_000_000_000));

/** A day that exists, YYYY-MM-DD (what a date field sends) or dd/mm/yyyy (what people type), from 1900 to 2199. */
export const day = () =>
  z
    .string(broken('fields.day'))
    .transform((value) =>
      value
        .trim()
        .replace(
          /^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$/,
          (_, d, m, y) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
        ),
    )
    .pipe(z.string().min(1, broken('fields.required')).refine(isDay, broken('fields.day')));

/** True if the text names a day of the calendar. */
export function isDay(value: string): boolean {
  if (!/^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** One of the given words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, broken('fields.choice'));

/** An id of ours. */
export const id = () => z.string(broken('fields.required')).refine(isId, broken('fields.choice'));

/** An upload of a form: its id, or its id and the name that the form shows again. */
export const upload = () =>
  z
    .string(broken('fields.required'))
    .transform((value) => value.split(' ')[0] ?? '')
    .pipe(id());

/** A checkbox: ticked (what a form sends, or true) or not. Any other word is refused: it might have meant yes. */
export const checkbox = () =>
  z
    .preprocess(
      (value) => {
        if (isEmpty(value) || value === 'false' || value === null) return false;
        return value === 'on' || value === 'true' ? true : value;
      },
      z.boolean(broken('fields.choice')),
    )
    .default(false);

/** An empty or missing field is null. */
export const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (isEmpty(value) ? null : value), z.union([z.null(), schema])).default(null);

const isEmpty = (value: unknown) => value === undefined || (typeof value === 'string' && value.trim() === '');

/**
 * Parses raw input by a schema.
 * @throws AppError input.invalid with one issue per field
 */
export function parse<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new AppError('input.invalid', { issues: issuesOf(result.error) });
}

/** The issues of a zod error in our own words: a key and its parameters for each path, the first one for each field. */
export function issuesOf(error: z.ZodError): Issue[] {
  const issues = error.issues.flatMap((issue) => flatten(issue, []));
  const seen = new Set<string>();
  return issues.filter(({ path }) => !seen.has(path) && seen.add(path));
}

function flatten(issue: z.core.$ZodIssue, above: PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => ({ path: dotted([...path, name]), key: 'fields.unknown' }));
  if (issue.code === 'invalid_union' && issue.errors.length) {
    const ours = (issue.errors.at(-1) ?? [])
      .flatMap((inner) => flatten(inner, path))
      .filter(({ key }) => key !== 'fields.invalid');
    if (ours.length) return ours;
  }
  return [{ path: dotted(path), ...said(issue.message) }];
}

function said(message: string): { key: string; params?: Issue['params'] } {
  return message.startsWith('{') ? (JSON.parse(message) as { key: string }) : { key: 'fields.invalid' };
}

const dotted = (path: PropertyKey[]) => path.map(String).join('.');
