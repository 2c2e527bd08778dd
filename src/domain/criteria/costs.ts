// Costs are compared as whole millionths, so that 0.1 + 0.2 ties with 0.3.
const unit = 1_000_000;
const most = 1_000_000;

/** True for what a change may cost: 0 to 1,000,000 with at most six decimals, so that every cost is exact. */
export const isCost = (cost: number): boolean => cost >= 0 && cost <= most && Number(cost.toFixed(6)) === cost;

/**
 * A cost in whole millionths.
 * @throws RangeError naming the item, when it is no cost: negative, no number, too large or finer than a millionth
 */
export function millionths(code: string, cost: number): number {
  if (!isCost(cost)) throw new RangeError(`${code}: ${cost} is no cost from 0 to ${most} with at most six decimals`);
  return Math.round(cost * unit);
}
