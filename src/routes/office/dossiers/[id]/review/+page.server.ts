import { declineDossier, findContent, proposeDossier } from '#domain/grading/reviews/commune';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { reviewView } from './view.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({ view: await reviewView(ctx, params.id) });

/** The page has four forms with a finding each: a refusal is told at that of its content. */
async function atContent<T>(write: Promise<T>, content: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof AppError) || !error.issues.length) throw error;
    throw new AppError(error.code, { issues: error.issues.map((issue) => ({ ...issue, path: `${issue.path}-${content}` })) }); // prettier-ignore
  }
}

export const actions: Actions = {
  find: (event) =>
    save(event, async (fields) => {
      const content = String(fields.content);
      const input = { dossier: event.params.id, content, finding: fields[`finding-${content}`], verdict: fields[`verdict-${content}`], version: fields.version }; // prettier-ignore
      await atContent(findContent(event.locals.ctx, input), content);
      return `/office/dossiers/${event.params.id}/review`;
    }),
  propose: (event) =>
    save(event, async ({ version, letter_no, letter_on, signer, met, met_on, met_note, record }) => {
      const letter = { letter_no, letter_on, signer, met, met_on, met_note, record };
      await proposeDossier(event.locals.ctx, { id: event.params.id, version, ...letter });
      return `/office/dossiers/${event.params.id}`;
    }),
  decline: (event) =>
    save(event, async ({ version, reasons }) => {
      await declineDossier(event.locals.ctx, { id: event.params.id, version, reasons });
      return `/office/dossiers/${event.params.id}`;
    }),
};
