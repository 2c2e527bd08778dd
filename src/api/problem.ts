import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { contextFor, type Ctx, type Locale, type Runtime } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { issuesOf } from '#kernel/fields';
import { errorSentence, issueSentence } from '#kernel/sentences';

export type Env = { Variables: { ctx: Ctx } };

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem', { description: 'What went wrong (RFC 9457), in the language of Accept-Language.' });

/** The answers that are problems, for the OpenAPI document. */
export const problems = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: 'Problem', content: { 'application/problem+json': { schema: Problem } } },
    ]),
  );

const named = /(?:^|,)\s*(vi|en)(?![a-z])/i;

/** The language of a machine's answer: the first of vi and en that Accept-Language names, else Vietnamese. */
export const localeOf = (c: Context): Locale =>
  named.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase() === 'en' ? 'en' : 'vi';

/** An AppError as problem+json; who must wait is told how long. */
export function problem(error: AppError, locale: Locale): Response {
  const issues = error.issues.map((issue) => ({ path: issue.path, message: issueSentence(issue, locale) }));
  const body = {
    type: `/problems/${error.code}`,
    title: errorSentence(error, locale),
    status: error.status,
    code: error.code,
    ...(issues.length && { issues }),
    ...error.details,
  };
  const headers = {
    'content-type': 'application/problem+json',
    ...(error.details.seconds !== undefined && { 'retry-after': String(error.details.seconds) }),
  };
  return Response.json(body, { status: error.status, headers });
}

/** What was merged into another one: where that is, until the merge is undone. */
function onward(error: AppError, c: Context): Response {
  const said = problem(error, localeOf(c));
  said.headers.set(
    'location',
    c.req.path.replace(/(\/(?:producers|products)\/)[^/]+/, `$1${String(error.details.id)}`),
  );
  said.headers.set('cache-control', 'public, max-age=0, s-maxage=60');
  return said;
}

/** What a schema refuses becomes 422 with an issue for each field; to be given to each OpenAPIHono. */
export function refuse(result: { success: boolean; error?: z.ZodError }, c: Context): Response | undefined {
  return result.success || !result.error
    ? undefined
    : problem(new AppError('input.invalid', { issues: issuesOf(result.error) }), localeOf(c));
}

/** Every error becomes a problem; what we did not foresee is logged and told without its details. */
export const onError =
  (runtime: Runtime) =>
  (error: Error, c: Context): Response => {
    const locale = localeOf(c);
    if (error instanceof AppError && error.code === 'moved') return onward(error, c);
    if (error instanceof AppError) return problem(error, locale);
    if (error instanceof HTTPException && error.status < 500)
      return problem(new AppError(error.status === 413 ? 'input.too_large' : 'input.unreadable'), locale);
    if (c.req.raw.signal.aborted) return problem(new AppError('input.unreadable'), locale); // whoever sent it is gone
    runtime.log.error({ error: error.stack, path: c.req.path }, 'api');
    return problem(new AppError('internal'), locale);
  };

/** The context of a machine's request: a stranger, in the language asked for. */
export const strangerOf = (runtime: Runtime, c: Context): Ctx => contextFor(runtime, null, localeOf(c));
