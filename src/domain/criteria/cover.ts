/** An item that may rise: what it gains and what it costs. */
export type Choice = { i: number; gain: number; cost: number };

/**
 * The cheapest choices that gain `need` points or more; then more points; then earlier items. Dynamic programming from
 * the last choice to the first over the exact gain: at equal cost and gain the earlier item is taken.
 */
export function cover(
  choices: readonly Choice[],
  need: number,
): { items: number[]; cost: number; gain: number } | undefined {
  const most = choices.reduce((sum, { gain }) => sum + gain, 0);
  if (most < need) return undefined;
  const costs: Float64Array[] = [new Float64Array(most + 1).fill(Infinity)];
  costs[0]![0] = 0;
  const taken: Uint8Array[] = [];
  for (let k = choices.length - 1; k >= 0; k--) {
    const { gain, cost } = choices[k]!;
    const below = costs.at(-1)!;
    const here = Float64Array.from(below);
    const take = new Uint8Array(most + 1);
    for (let g = gain; g <= most; g++) {
      const taking = below[g - gain]! + cost;
      if (taking <= here[g]! && taking < Infinity) {
        here[g] = taking;
        take[g] = 1;
      }
    }
    costs.push(here);
    taken.push(take);
  }
  const last = costs.at(-1)!;
  let gain = need;
  for (let g = need; g <= most; g++) if (last[g]! <= last[gain]!) gain = g;
  if (last[gain] === Infinity) return undefined;
  const items: number[] = [];
  for (let k = 0, g = gain; k < choices.length; k++) {
    if (!taken[choices.length - 1 - k]![g]) continue;
    items.push(choices[k]!.i);
    g -= choices[k]!.gain;
  }
  return { items, cost: last[gain]!, gain };
}
