import { sendReport, verifyAnswer } from '#domain/grading/reviews/advice';
import { eliminateDossier } from '#domain/grading/reviews/intake';
import { enterTest, enterVisit } from '#domain/grading/reviews/site';
import { AppError, fieldError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { readAnswer } from '../../../../sheet/typed.ts';
import { adviceView } from './view.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({ view: await adviceView(ctx, params.id) });

const pictures = [1, 2, 3];

/** The page has one form for each thing: a refusal is told at the fields of this one. */
async function at<T>(write: Promise<T>, slug: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof AppError) || !error.issues.length) throw error;
    throw new AppError(error.code, { issues: error.issues.map((issue) => ({ ...issue, path: issue.path.includes('-') ? issue.path : `${issue.path}-${slug}` })) }); // prettier-ignore
  }
}

export const actions: Actions = {
  visit: (event) =>
    save(event, async ({ visited_on, place, lat, lon, people, findings, ...rest }) => {
      const photos = pictures.flatMap((n) => (rest[`photo-${n}`] ? [{ n, file: rest[`photo-${n}`], alt: rest[`alt-${n}`] }] : [])); // prettier-ignore
      const unsaid = photos.find(({ alt }) => !alt);
      if (unsaid) throw fieldError(`alt-${unsaid.n}`, 'reviews.photo_alt_first');
      const visit = { visited_on, place, lat, lon, people, findings, photos: photos.map(({ file, alt }) => ({ file, alt })) }; // prettier-ignore
      await enterVisit(event.locals.ctx, { dossier: event.params.id, ...visit });
      return `/office/dossiers/${event.params.id}/advice`;
    }),
  test: (event) =>
    save(event, async (fields) => {
      const slug = String(fields.test || 'new');
      const of = (name: string) => fields[`${name}-${slug}`];
      const said = { laboratory: of('laboratory'), tested: of('tested'), taken_on: of('taken_on'), result_no: of('result_no'), result_on: of('result_on'), result: of('result'), passed: of('passed'), file: of('file') }; // prettier-ignore
      await at(
        enterTest(event.locals.ctx, {
          dossier: event.params.id,
          test: fields.test,
          version: fields.version,
          ...said,
        }),
        slug,
      );
      return `/office/dossiers/${event.params.id}/advice`;
    }),
  verify: (event) =>
    save(event, async (fields) => {
      const item = String(fields.item);
      const value = readAnswer(String(fields[`value-${item}`] ?? ''));
      const given = { item, value, note: fields[`note-${item}`], version: fields.version };
      await at(verifyAnswer(event.locals.ctx, { dossier: event.params.id, ...given }), item);
      return `/office/dossiers/${event.params.id}/advice`;
    }),
  report: (event) =>
    save(event, async ({ summary, proposal, signer, sent_on }) => {
      await sendReport(event.locals.ctx, { dossier: event.params.id, summary, proposal, signer, sent_on });
      return `/office/dossiers/${event.params.id}/advice`;
    }),
  eliminate: (event) =>
    save(event, async ({ version, rule, reason }) => {
      await eliminateDossier(event.locals.ctx, { id: event.params.id, version, rule, reason });
      return `/office/dossiers/${event.params.id}`;
    }),
};
