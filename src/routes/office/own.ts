import type { AreaRow } from '#domain/areas/queries';
import { officerScopes } from '#domain/identity/rules';
import type { Ctx } from '#kernel/context';

/** The commune that a commune officer answers for, among those of this installation; null for everybody else. */
export function ownCommune(ctx: Ctx, communes: readonly AreaRow[]): AreaRow | null {
  const scopes = officerScopes(ctx.actor);
  return (scopes.length === 1 && communes.find(({ path }) => path === scopes[0])) || null;
}
