import { waitingApplications } from '#domain/producers/applicants';
import type { PageServerLoad } from './$types.js';

/** Whoever registers as a producer by themselves and waits for this officer, the oldest first. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => ({ waiting: await waitingApplications(ctx) });
