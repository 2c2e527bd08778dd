import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { AppError } from '#kernel/errors';
import { parse } from '#kernel/fields';
import { issueSentences } from '#kernel/sentences';
import { namesOf } from './names.ts';

/**
 * Reads a list by the filter in the address. Names that the filter does not know are not ours: links shared on Facebook
 * or Zalo carry their own (fbclid, utm_source), and the list is shown as if they were not there. A filter that is wrong gives no list: what was typed comes back with the
 * sentences beside its fields.
 * @param start the filter of an address that asks for nothing
 */
export async function listBy<S extends z.ZodObject, R>(
  { url, locals }: Pick<RequestEvent, 'url' | 'locals'>,
  schema: S,
  read: (filter: z.output<S>) => Promise<R>,
  start: Record<string, string> = {},
): Promise<{
  typed: Record<string, string>;
  found: R | null;
  issues: Record<string, string>;
  issueNames?: Record<string, string>;
}> {
  const asked = Object.fromEntries([...url.searchParams].filter(([name]) => Object.hasOwn(schema.shape, name)));
  const typed = Object.keys(asked).length ? asked : start;
  try {
    return { typed, found: await read(parse(schema, typed)), issues: {} };
  } catch (error) {
    if (!(error instanceof AppError && error.issues.length)) throw error;
    const issues = issueSentences(error, locals.ctx.locale);
    return { typed, found: null, issues, issueNames: namesOf(Object.keys(issues)) };
  }
}
