import { mayDecide, mayReadDecisions } from '#domain/grading/decisions/policy';
import { mayInspect } from '#domain/grading/inspections/policy';
import { canSeeDesk } from '#domain/identity/data-kinds';
import { canSeeLog, canSeePeople } from '#domain/identity/policy';
import { mayKeep } from '#domain/grading/councils/policy';
import { holds, isOfficer, isStaff } from '#domain/identity/rules';
import { mayTakeIn } from '#domain/grading/reviews/policy';
import { savedFilters } from '#domain/identity/saved-filters';
import { canChangeSettings } from '#domain/settings/policy';
import { AppError } from '#kernel/errors';
import { bellOf } from '../bell.ts';
import type { LayoutServerLoad } from './$types.js';

/** Refuses whoever has no business here; else what the menu and the buttons of the office need to know of this person. */
export const load: LayoutServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!isStaff(ctx.actor)) throw new AppError('refused');
  return {
    unread: await bellOf(event),
    filters: await savedFilters(ctx),
    may: {
      people: canSeePeople(ctx.actor),
      log: canSeeLog(ctx.actor),
      enter: isOfficer(ctx.actor),
      desk: canSeeDesk(ctx.actor),
      takeIn: mayTakeIn(ctx.actor),
      set: canChangeSettings(ctx.actor),
      decide: mayDecide(ctx.actor),
      decisions: mayReadDecisions(ctx.actor),
      inspect: mayInspect(ctx.actor) || mayReadDecisions(ctx.actor),
      councils: mayKeep(ctx.actor),
      sits: holds(ctx.actor, 'council_member', 'council_secretary'),
    },
  };
};
