import { enterFact, newFact } from '../../../../facts/pages.ts';
import type { Actions, PageServerLoad } from './$types.js';

const ownerOf = (url: URL) => url.searchParams.get('of') ?? '';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  newFact(ctx, '/office', params.kind, ownerOf(url));

export const actions: Actions = {
  default: (event) => enterFact(event, '/office', event.params.kind, ownerOf(event.url)),
};
