import { json, type RequestEvent } from '@sveltejs/kit';
import { AppError } from '#kernel/errors';
import { errorSentence, issueSentences } from '#kernel/sentences';

/** Hands the JSON of a page's own script to `act`; a refusal comes back as its sentence, with those of the fields. */
export async function answer(
  event: Pick<RequestEvent, 'request' | 'locals'>,
  act: (sent: Record<string, unknown>) => Promise<unknown>,
): Promise<Response> {
  const { locale } = event.locals.ctx;
  try {
    const sent: unknown = await event.request.json().catch(() => null);
    if (typeof sent !== 'object' || sent === null) throw new AppError('input.unreadable');
    return json((await act(sent as Record<string, unknown>)) ?? {});
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const said = { message: errorSentence(error, locale), issues: issueSentences(error, locale) };
    return json(said, { status: error.status });
  }
}
