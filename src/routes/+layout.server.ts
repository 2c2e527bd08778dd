import { roomOf } from '#domain/identity/rules';
import type { LayoutServerLoad } from './$types.js';

/** What every page knows: who is signed in (by name, and the room that is theirs), the language, the day, and whether this is the demo. */
export const load: LayoutServerLoad = ({ locals: { ctx } }) => ({
  actor: ctx.actor && { name: ctx.actor.name, room: roomOf(ctx.actor) },
  locale: ctx.locale,
  today: ctx.today,
  demo: ctx.runtime.demo,
});
