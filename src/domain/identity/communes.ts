import type { Tx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { isOfficerOf } from './rules.ts';

/**
 * The path of a commune of today, anywhere in the country: for a place that a thing names without being filed there,
 * such as a workshop in the next commune.
 * @throws AppError input.invalid at `commune`
 */
export async function communeOfToday(tx: Tx, commune: string): Promise<string> {
  const unit = await tx.db
    .selectFrom('areas.unit')
    .select('path')
    .where('id', '=', commune)
    .where('level', '=', 'commune')
    .where('valid_to', 'is', null)
    .executeTakeFirst();
  if (!unit) throw fieldError('commune', 'producers.commune_unknown');
  return unit.path;
}

/**
 * The path of a commune of today where this person is an officer: where a producer or a product is filed decides whose
 * it is to change, so nobody files one out of their own area.
 * @throws AppError input.invalid at `commune`
 */
export async function communeOfOwn(tx: Tx, commune: string): Promise<string> {
  const path = await communeOfToday(tx, commune);
  if (!isOfficerOf(tx.actor, path)) throw fieldError('commune', 'producers.commune_outside');
  return path;
}
