import { waitingProposals } from '#domain/proposals/queries';
import type { PageServerLoad } from './$types.js';

/** The queue of proposals that wait for this official, the oldest first. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => ({ waiting: await waitingProposals(ctx) });
