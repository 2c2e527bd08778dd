import { redirect } from '@sveltejs/kit';
import { itemsOf } from '#domain/criteria/items';
import { canWriteDossier, isOfDesk, isOfProvince } from '#domain/grading/dossiers/policy';
import { dossierAnswers, dossierOf } from '#domain/grading/dossiers/queries';
import { receiveAtCommune } from '#domain/grading/dossiers/receipt';
import { askForCompletion } from '#domain/grading/dossiers/requests';
import { hasEnded } from '#domain/grading/dossiers/rules';
import { moveSamples } from '#domain/grading/dossiers/samples';
import { sampleMoves } from '#domain/grading/dossiers/schema';
import { canReview } from '#domain/grading/reviews/policy';
import { canAdvise } from '#domain/grading/reviews/rows';
import { save } from '#ui/form.ts';
import { localizeHref } from '#paraglide/runtime';
import { answerActs, draftActs } from '../../../dossiers/acts.ts';
import { followView } from '../../../dossiers/follow.ts';
import { said } from '../../../dossiers/words.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** A dossier as officers follow it, with what their desk does; whoever helps at the counter is led into a draft. */
export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const dossier = await dossierOf(ctx, params.id);
  if (canWriteDossier(ctx.actor, dossier))
    redirect(307, localizeHref(`/office/dossiers/${params.id}/draft`, { locale: ctx.locale }));
  const view = await followView(ctx, '/office', params.id);
  const isHere = isOfDesk(ctx.actor, dossier) && !hasEnded(dossier) && dossier.status !== 'draft';
  const desk = dossier.level === 'province' && dossier.status === 'reviewing' ? 'advisory' : dossier.level;
  const askedOnce = desk === 'commune' && view.requests.length > 0;
  return {
    view,
    may: {
      receive: dossier.level === 'commune' && dossier.status === 'filed' && !dossier.commune_no && isHere,
      advise: await canAdvise(ctx, dossier),
      review: canReview(ctx.actor, dossier),
      ask: isHere && !dossier.asked && !askedOnce,
      samples: !!view.samples && !hasEnded(dossier) && (isHere || isOfProvince(ctx.actor, dossier.area_path)),
    },
    desk,
    askHint: said(ctx, desk === 'commune' ? 'ask_once' : 'ask_again'),
    moves: sampleMoves.map((value) => ({ value, label: said(ctx, `sample.${value}`) })),
  };
};

/** One thing a line; a line that begins with the code of an item of the sheet is about its answer. */
function linesOf(text: string, codes: ReadonlySet<string>): { about: string | null; wanted: string }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, code = '', rest = ''] = /^([0-9]+(?:\.[0-9]+)*)\s*[:.)-]\s*(.+)$/.exec(line) ?? [];
      return codes.has(code) ? { about: `answer/${code}`, wanted: rest } : { about: null, wanted: line };
    });
}

const { retract } = draftActs('/office');
export const actions: Actions = {
  ...answerActs('/office'),
  retract,
  receive: (event) =>
    save(event, async ({ version }) => {
      await receiveAtCommune(event.locals.ctx, { id: event.params.id, version });
      return `/office/dossiers/${event.params.id}`;
    }),
  ask: (event) =>
    save(event, async ({ items = '', due_on, note, desk }) => {
      const { ctx } = event.locals;
      const { sheet } = await dossierAnswers(ctx, event.params.id);
      const lines = linesOf(String(items), new Set(itemsOf(sheet).map(({ code }) => code)));
      await askForCompletion(ctx, { dossier: event.params.id, desk, due_on, note, items: lines });
      return `/office/dossiers/${event.params.id}`;
    }),
  samples: (event) =>
    save(event, async ({ what, count, place, on }) => {
      await moveSamples(event.locals.ctx, { dossier: event.params.id, what, count, place, on });
      return `/office/dossiers/${event.params.id}`;
    }),
};
