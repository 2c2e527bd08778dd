import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { canSetProcess } from './policy.ts';
import { country } from './rules.ts';

/**
 * A province of today, or the country, whose process this person sets; who writes there next waits for this write.
 * @throws AppError refused, input.invalid at `area`
 */
export async function lockProcess(tx: Tx, area: string): Promise<void> {
  if (!canSetProcess(tx.actor, area)) throw new AppError('refused');
  const unit = await tx.db
    .selectFrom('areas.unit')
    .select('path')
    .where('path', '=', area)
    .where('level', '=', area === country ? 'country' : 'province')
    .where('valid_to', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!unit) throw fieldError('area', 'fields.choice');
}
