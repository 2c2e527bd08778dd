import type { z } from 'zod';
import { communesUnder, resolvePlace } from '#domain/areas/queries';
import type { AreaRow } from '#domain/areas/queries';
import { officerScopes } from '#domain/identity/rules';
import type { Ctx } from '#kernel/context';
import { AppError, type Issue } from '#kernel/errors';
import { issuesOf, text } from '#kernel/fields';
import { sentence } from '#kernel/sentences';

type Fields = Record<string, string | string[]>;
export type Choice = { value: string; label: string };

/** "Xã Ba Chẽ, Quảng Ninh": the name of today that finds its unit again. */
export const placeName = (unit: Pick<AreaRow, 'name' | 'type' | 'parent'>, ctx: Ctx): string =>
  `${sentence(`areas.type.${unit.type}`, {}, ctx.locale)} ${unit.name}${unit.parent ? `, ${unit.parent}` : ''}`;

/** Communes to pick from, by default those where this officer may enter something. More than 400: none, they type instead. */
export async function communeChoices(ctx: Ctx, scopes = officerScopes(ctx.actor)): Promise<Choice[]> {
  const found = await communesUnder(ctx, scopes);
  return found.length < 400 ? found.map((unit) => ({ value: unit.id, label: placeName(unit, ctx) })) : [];
}

/**
 * Turns the typed place of a form into the code of today's commune. An address of the old units is kept beside it.
 * @param schema of the action that takes the form: what else is wrong is told in the same answer
 * @throws AppError input.invalid at `place`, with `details.choices` when an old name lies in several units of today
 */
export async function placed(
  ctx: Ctx,
  fields: Fields,
  schema: z.ZodType,
  scopes = officerScopes(ctx.actor),
): Promise<Fields> {
  const { place: typed = '', place_of, ...rest } = fields;
  const place = String(typed).trim();
  if (rest.commune && place === String(place_of ?? '').trim()) return rest;
  const found = text(300).safeParse(place).success ? await resolvePlace(ctx, place, scopes) : { kind: 'none' as const };
  if (found.kind === 'one') {
    const today = placeName(found.area, ctx);
    const old = 'old_address' in rest && !rest.old_address && !today.includes(place) && place.includes(',');
    return { ...rest, commune: found.area.id, ...(old && { old_address: place }) };
  }
  const asks: Issue =
    found.kind === 'several'
      ? { path: 'place', key: 'areas.place_several', params: { place } }
      : place
        ? { path: 'place', key: 'areas.place_none', params: { place } }
        : { path: 'place', key: 'fields.required' };
  const others = schema.safeParse({ ...rest, commune: '?' });
  throw new AppError('input.invalid', {
    issues: [asks, ...(others.success ? [] : issuesOf(others.error))],
    details:
      found.kind === 'several'
        ? { choices: found.areas.map((unit) => ({ value: unit.id, label: placeName(unit, ctx) })) }
        : {},
  });
}
