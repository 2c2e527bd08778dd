import { enterFact, newFact } from '../../../../facts/pages.ts';
import type { Actions, PageServerLoad } from './$types.js';

const ownerOf = (url: URL) => url.searchParams.get('of') ?? '';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  newFact(ctx, '/workspace', params.kind, ownerOf(url));

export const actions: Actions = {
  default: (event) => enterFact(event, '/workspace', event.params.kind, ownerOf(event.url)),
};
