import { invitationBehind, takeInvitation } from '#domain/identity/invitations';
import { producerNames } from '#domain/producers/queries';
import { limit } from '#kernel/limits';
import { submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Kept by no cache, and told to no page that is opened from here. */
export const load: PageServerLoad = async ({ locals: { ctx }, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
  const invitation = await invitationBehind(ctx, params.token);
  const organisation = invitation?.organisation;
  const names = organisation ? await producerNames(ctx, [organisation]) : {};
  return {
    invitation: invitation && { ...invitation, scope: invitation.area ?? names[organisation ?? ''] ?? '' },
    isKnown: !!ctx.actor,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const refused = await submit(event, async (fields) => {
      await limit(ctx, `invitation:${event.request.headers.get('x-ocop-ip') ?? ''}`, 20, 15 * 60);
      await takeInvitation(ctx, { ...fields, token: event.params.token });
    });
    return refused ?? { done: true as const };
  },
};
