import { contentView } from '../../../../dossiers/follow.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({
  view: await contentView(ctx, '/workspace', params.id),
});
