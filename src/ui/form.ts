import { type ActionFailure, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { AppError } from '#kernel/errors';
import { errorSentence, issueSentences } from '#kernel/sentences';
import { localizeHref } from '#paraglide/runtime';

/** What a form shows again after a refusal: what was typed, and what is wrong beside each field. */
export type Refusal = {
  code: string;
  message: string;
  /** A name that came more than once: its values joined by commas. */
  values: Record<string, string>;
  issues: Record<string, string>;
  /** For `version.stale`: who changed it, when, the version and the values that stand now. */
  details: Record<string, unknown>;
};

/** The fields of a form as the schemas take them: a text each, a list where a name comes more than once. */
function fieldsOf(form: FormData): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name).map((value) => (typeof value === 'string' ? value : value.name));
    fields[name] = values.length === 1 ? values[0]! : values;
  }
  return fields;
}

/** @throws AppError input.unreadable for a body that is no form; a body that is too large goes on as it is */
async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('input.unreadable');
    throw error;
  }
}

const secrets = new Set(['password', 'token']);

/**
 * Hands the form to `act` and turns a refusal into the page with what was typed and the sentence beside each field.
 * Anything that is not an AppError is a fault of ours and goes on.
 */
export async function submit<R>(
  event: Pick<RequestEvent, 'request' | 'locals'>,
  act: (fields: Record<string, string | string[]>) => Promise<R>,
): Promise<R | ActionFailure<Refusal>> {
  const fields = fieldsOf(await formOf(event.request));
  try {
    return await act(fields);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { locale } = event.locals.ctx;
    const values = Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => !secrets.has(name))
        .map(([name, value]) => [name, String(value)]),
    );
    return fail(error.status, {
      code: error.code,
      message: errorSentence(error, locale),
      values,
      issues: issueSentences(error, locale),
      details: error.details,
    });
  }
}

/**
 * Hands the form to `act` and goes on to the page whose path it returns, which says what was done (Done.svelte).
 * A refusal comes back with what was typed.
 */
export const save = (
  event: Pick<RequestEvent, 'request' | 'locals'>,
  act: (fields: Record<string, string | string[]>) => Promise<string>,
  done: 'saved' | 'withdrawn' = 'saved',
): Promise<ActionFailure<Refusal>> =>
  submit(event, async (fields) => {
    const path = await act(fields);
    redirect(303, localizeHref(`${path}?done=${done}`, { locale: event.locals.ctx.locale }));
  });
