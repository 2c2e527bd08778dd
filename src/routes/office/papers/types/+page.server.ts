import { canEditPaperTypes } from '#domain/papers/policy';
import { paperTypes } from '#domain/papers/types';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({
  types: await paperTypes(ctx),
  edits: canEditPaperTypes(ctx.actor),
});
