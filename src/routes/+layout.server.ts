import type { LayoutServerLoad } from './$types.js';

/** What every page knows: who is signed in (by name and roles only), the language, the day, and whether this is the demo. */
export const load: LayoutServerLoad = ({ locals: { ctx } }) => ({
  actor: ctx.actor && { name: ctx.actor.name, roles: ctx.actor.grants.map((grant) => grant.role) },
  locale: ctx.locale,
  today: ctx.today,
  demo: ctx.runtime.demo,
});
