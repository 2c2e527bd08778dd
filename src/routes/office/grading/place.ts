import { processPlace } from '#domain/grading/process/queries';
import { country } from '#domain/grading/process/rules';
import { canSeeProcess } from '#domain/grading/process/policy';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { m } from '#paraglide/messages';

/** Whose process a page shows, with the names of the choices; the country's is the ministry's. @throws AppError refused */
export async function placeOf(ctx: Ctx, url: URL) {
  if (!canSeeProcess(ctx.actor)) throw new AppError('refused');
  const { places, place } = await processPlace(ctx, url.searchParams.get('at'));
  const named = <P extends { path: string; name: string }>(one: P): P =>
    one.path === country ? { ...one, name: m['process.ministry']() } : one;
  return { places: places.map(named), place: named(place) };
}

/** The address of a page for a place. */
export const at = (page: string, area: string): string => `/office/grading${page}?at=${area}`;

/** The year that the address asks for, else that of the day. */
export function yearOf(url: URL, today: string): number {
  const asked = Number(url.searchParams.get('year'));
  return Number.isInteger(asked) && asked >= 2013 && asked <= 2100 ? asked : Number(today.slice(0, 4));
}
