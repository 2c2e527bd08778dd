import { type ActionFailure, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { AppError } from '#kernel/errors';
import { mostForm } from '#kernel/http';
import { errorSentence, issueSentences } from '#kernel/sentences';
import { localizeHref } from '#paraglide/runtime';
import { namesOf } from './names.ts';

/** What a form shows again after a refusal: what was typed, and what is wrong beside each field. */
export type Refusal = {
  code: string;
  message: string;
  /** A name that came more than once: its values joined by commas. */
  values: Record<string, string>;
  issues: Record<string, string>;
  /** The names of the fields that have an issue, as the register calls them. */
  names: Record<string, string>;
  /** For `version.stale`: who changed it, when, the version and the values that stand now. */
  details: Record<string, unknown>;
};

/** More than any form of ours has: each name and value costs work before a schema can refuse it. */
const mostFields = 200;

/** The fields of a form as the schemas take them: a text each, a list where a name comes more than once. */
function fieldsOf(form: FormData): Record<string, string | string[]> {
  const fields = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of form) {
    if (++count > mostFields) throw new AppError('input.too_large');
    const values = fields.get(name) ?? [];
    fields.set(name, values);
    values.push(typeof value === 'string' ? value : value.name);
  }
  // Not by assignment: a field may be called `__proto__`.
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0]! : values]));
}

/**
 * @throws AppError input.unreadable for a body that is no form, input.too_large for one of very many fields, told by
 * its separators before it is taken apart, or of more than `most` bytes, which are not read to their end
 */
async function formOf(request: Request, most: number): Promise<FormData> {
  const type = request.headers.get('content-type') ?? '';
  const bytes = await bytesOf(request, most);
  const boundary = /;\s*boundary="?([^";]+)/i.exec(type)?.[1];
  // The parts of a multipart body have one boundary more than parts, the fields of another one separator fewer.
  if (isIn(bytes, boundary ? `--${boundary}` : '&', boundary ? mostFields + 2 : mostFields))
    throw new AppError('input.too_large');
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('input.unreadable');
    throw error;
  }
}

async function bytesOf(request: Request, most: number): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > most) throw new AppError('input.too_large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** True if `mark` stands in the bytes `times` times or more. */
function isIn(bytes: Buffer, mark: string, times: number): boolean {
  let at = -mark.length;
  for (let found = 0; found < times; found++) {
    at = bytes.indexOf(mark, at + mark.length);
    if (at < 0) return false;
  }
  return true;
}

const secrets = new Set(['password', 'current', 'token']);

/**
 * Hands the form to `act` and turns a refusal into the page with what was typed and the sentence beside each field.
 * Anything that is not an AppError is a fault of ours and goes on.
 * @param most bytes of the form, where it carries a file
 */
export async function submit<R>(
  event: Pick<RequestEvent, 'request' | 'locals'>,
  act: (fields: Record<string, string | string[]>, form: FormData) => Promise<R>,
  most = mostForm,
): Promise<R | ActionFailure<Refusal>> {
  const form = await formOf(event.request, most);
  const fields = fieldsOf(form);
  try {
    return await act(fields, form);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { locale } = event.locals.ctx;
    const values = Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => !secrets.has(name))
        .map(([name, value]) => [name, String(value)]),
    );
    const issues = issueSentences(error, locale);
    return fail(error.status, {
      code: error.code,
      message: errorSentence(error, locale),
      values,
      issues,
      names: namesOf(Object.keys(issues)),
      details: error.details,
    });
  }
}

/**
 * Hands the form to `act` and goes on to the page whose path it returns, which says what was done (Done.svelte).
 * A refusal comes back with what was typed.
 * @param done null: the page itself shows how far it is
 */
export const save = (
  event: Pick<RequestEvent, 'request' | 'locals'>,
  act: (fields: Record<string, string | string[]>) => Promise<string>,
  done: 'saved' | 'withdrawn' | 'proposed' | null = 'saved',
): Promise<ActionFailure<Refusal>> =>
  submit(event, async (fields) => {
    const path = await act(fields);
    const said = done && `${path.includes('?') ? '&' : '?'}done=${done}`;
    redirect(303, localizeHref(`${path}${said ?? ''}`, { locale: event.locals.ctx.locale }));
  });
