import { ask } from './client.ts';
import { fetchRaw } from './house.ts';
import { median, quantile } from './report.ts';

export type Figures = { perSecond: number; p99: number; wrong: number };

/** Asks for the paths over `connections` at once, each beginning somewhere else in the list. */
export async function load(
  port: number,
  paths: readonly string[],
  options: { seconds: number; connections: number; headers?: Record<string, string> },
): Promise<Figures> {
  const share = Math.floor(paths.length / options.connections);
  const sequences = Array.from({ length: options.connections }, (_, i) => paths.slice(share * i, share * (i + 1)));
  const { times, wrong, seconds } = await ask(port, sequences, options.seconds, options.headers);
  return { perSecond: times.length / seconds, p99: quantile(times, 0.99), wrong };
}

/** `quickest`: the ratio of each one's quickest round, which says more where others use the machine meanwhile. */
export type Compared = { bare: Figures; ours: Figures; speed: number; quickest: number; p99: number };

/** Lets both take turns for some rounds, so that noise hits both; ratios are medians of the rounds'. */
export async function compare(
  rounds: number,
  bare: () => Promise<Figures>,
  ours: () => Promise<Figures>,
): Promise<Compared> {
  const all: { bare: Figures; ours: Figures }[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 ? undefined : await bare();
    const mine = await ours();
    all.push({ bare: first ?? (await bare()), ours: mine });
  }
  const middle = (of: 'bare' | 'ours'): Figures => ({
    perSecond: median(all.map((one) => one[of].perSecond)),
    p99: median(all.map((one) => one[of].p99)),
    wrong: all.reduce((sum, one) => sum + one[of].wrong, 0),
  });
  const quickest = (of: 'bare' | 'ours') => Math.max(...all.map((one) => one[of].perSecond));
  return {
    bare: middle('bare'),
    ours: middle('ours'),
    quickest: quickest('ours') / quickest('bare'),
    speed: median(all.map((one) => one.ours.perSecond / one.bare.perSecond)),
    p99: median(all.map((one) => one.ours.p99 / one.bare.p99)),
  };
}

/**
 * What an answer takes where nobody else wants the machine: one at a time, in turns, of each path the least of some
 * rounds. What others do meanwhile changes the requests a second of two processes, but hardly this.
 * @returns the mean over the paths in milliseconds, for each port
 */
export async function unhurried(ports: readonly number[], paths: readonly string[], rounds: number): Promise<number[]> {
  const least = ports.map(() => paths.map(() => Infinity));
  for (let round = 0; round < rounds; round++) {
    for (const [i, path] of paths.entries()) {
      for (const [k, port] of ports.entries()) {
        const begun = performance.now();
        await fetchRaw(port, path);
        least[k]![i] = Math.min(least[k]![i]!, performance.now() - begun);
      }
    }
  }
  return least.map((times) => times.reduce((sum, time) => sum + time, 0) / paths.length);
}
