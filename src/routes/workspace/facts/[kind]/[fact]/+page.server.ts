import type { RequestEvent } from './$types.js';
import { changeFact, homeOfFact, oneFact } from '../../../../facts/pages.ts';
import { propose } from '../../../propose.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  oneFact(ctx, '/workspace', params.kind, params.fact);

/** What an official has checked is proposed by the very action that would change it. */
const proposed = (verb: string) => async (event: RequestEvent) => {
  const { kind, fact } = event.params;
  const { home, word } = await homeOfFact(event.locals.ctx, '/workspace', kind, fact);
  return propose(event, `${word}s.${verb}`, home, (fields) => ({ ...fields, kind, id: fact }));
};

export const actions: Actions = {
  correct: (event) => changeFact(event, '/workspace', event.params, 'correct'),
  end: (event) => changeFact(event, '/workspace', event.params, 'end'),
  proposeCorrect: proposed('correct_fact'),
  proposeEnd: proposed('end_fact'),
};
