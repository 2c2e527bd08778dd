import { changeFact, oneFact } from '../../../../facts/pages.ts';
import { ticked } from '../../../sure.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => oneFact(ctx, '/office', params.kind, params.fact);

export const actions: Actions = {
  correct: (event) => changeFact(event, '/office', event.params, 'correct'),
  end: (event) => changeFact(event, '/office', event.params, 'end'),
  check: (event) => changeFact(event, '/office', event.params, 'check'),
  takeBack: (event) => changeFact(event, '/office', event.params, 'takeBack', ticked),
};
