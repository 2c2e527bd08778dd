import type { LayoutServerLoad } from './$types.js';

/** What every page knows: who is signed in (by name only), and whether this is the demo. */
export const load: LayoutServerLoad = ({ locals }) => ({
  actor: locals.ctx.actor && { name: locals.ctx.actor.name, roles: locals.ctx.actor.grants.map((grant) => grant.role) },
  locale: locals.ctx.locale,
});
