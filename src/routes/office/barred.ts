import { barTo } from '#domain/identity/rules';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { assertStands } from '#kernel/pointers';

/** Opens a form only to whoever may change what stands at `area_path`. @throws AppError refused, with the reason why; state.conflict for what was merged away */
export function unbarred(ctx: Ctx, thing: { origin: string; area_path: string; merged_into: string | null }): void {
  assertStands(thing);
  const bar = barTo(ctx.actor, thing);
  if (bar) throw new AppError('refused', { details: { reason: `office.bar.${bar}` } });
}
