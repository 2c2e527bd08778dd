import { dayOf } from '#kernel/clock';
import type { Ctx } from '#kernel/context';

/** How many days something has waited, by the calendar of Viet Nam. */
export const daysSince = (ctx: Ctx, at: Date): number =>
  Math.max(0, Math.round((Date.parse(ctx.today) - Date.parse(dayOf(at))) / 86_400_000));
