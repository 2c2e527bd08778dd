import { currentSheet } from '#domain/criteria/queries';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ params, locals }) => currentSheet(locals.ctx, params.code);
