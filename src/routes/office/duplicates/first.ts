import { AppError } from '#kernel/errors';
import type { Likely } from './likely.ts';

/**
 * What an officer is about to enter may stand in the register already: told once, before it is saved. Whoever has seen
 * these saves all the same; what is only doubtful waits on the page of what was entered.
 * @param seen what the form says was shown
 * @throws AppError state.conflict with the likely ones
 */
export function lookFirst(found: readonly Likely[], seen: unknown): void {
  const alike = found.filter(({ level }) => level !== 'doubtful');
  const shown = alike
    .map(({ id }) => id)
    .toSorted()
    .join(' ');
  if (!alike.length || seen === shown) return;
  throw new AppError('state.conflict', { details: { reason: 'duplicates.look_before', alike, shown } });
}
