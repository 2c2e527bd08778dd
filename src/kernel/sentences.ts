import * as messages from '#paraglide/messages';
import type { Locale } from './context.ts';
import type { AppError, Issue } from './errors.ts';

const all: Record<string, unknown> = messages.m;

/** The sentence of a message key in the reader's language; the key itself if no such message exists. */
export function sentence(key: string, params: Record<string, unknown>, locale: Locale): string {
  const message = all[key];
  return typeof message === 'function' ? String(message(params, { locale })) : key;
}

/** What is wrong with a field, as a sentence. */
export const issueSentence = (issue: Issue, locale: Locale): string => sentence(issue.key, issue.params ?? {}, locale);

/** What went wrong, as a sentence that names the thing and the way out: its own `details.reason` (a message key), or that of its code. */
export const errorSentence = (error: AppError, locale: Locale): string =>
  sentence(String(error.details.reason ?? `errors.${error.code}`), { ...error.details }, locale);

/** The issues of an error as `{ field: sentence }`. */
export const issueSentences = (error: AppError, locale: Locale): Record<string, string> =>
  Object.fromEntries(error.issues.map((issue) => [issue.path, issueSentence(issue, locale)]));
