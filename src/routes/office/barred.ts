import { barTo } from '#domain/identity/rules';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';

/** Opens a form only to whoever may change what stands at `area_path`. @throws AppError refused, with the reason why */
export function unbarred(ctx: Ctx, thing: { origin: string; area_path: string }): void {
  const bar = barTo(ctx.actor, thing);
  if (bar) throw new AppError('refused', { details: { reason: `office.bar.${bar}` } });
}
