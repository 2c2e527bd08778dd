import { canSeeLog, canSeePeople } from '#domain/identity/policy';
import { isOfficer } from '#domain/identity/rules';
import type { LayoutServerLoad } from './$types.js';

/** What the menu and the buttons of the office need to know of this person. */
export const load: LayoutServerLoad = ({ locals: { ctx } }) => ({
  may: { people: canSeePeople(ctx.actor), log: canSeeLog(ctx.actor), enter: isOfficer(ctx.actor) },
});
