import autocannon from 'autocannon';
import { median, quantile } from './report.ts';

export type Figures = { perSecond: number; p99: number; wrong: number };

/**
 * Asks for the paths in their order, again and again, over `connections` at once; each begins somewhere else.
 * Times come from each answer, since autocannon's own quantiles are whole milliseconds.
 */
export async function load(
  port: number,
  paths: readonly string[],
  options: { seconds: number; connections: number; headers?: Record<string, string> },
): Promise<Figures> {
  const times: number[] = [];
  const share = Math.floor(paths.length / options.connections);
  let client = 0;
  let wrong = 0;
  const run = autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: options.connections,
    duration: options.seconds,
    headers: options.headers,
    setupClient: (one) =>
      one.setRequests(paths.slice(share * client, share * ++client).map((path) => ({ method: 'GET', path }))),
  });
  run.on('response', (_client, status, _bytes, time) => {
    times.push(time);
    if (status !== 200) wrong++;
  });
  const result = await run;
  return {
    perSecond: times.length / result.duration,
    p99: quantile(times, 0.99),
    wrong: wrong + result.errors + result.timeouts,
  };
}

export type Compared = { bare: Figures; ours: Figures; speed: number; p99: number };

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
  return {
    bare: middle('bare'),
    ours: middle('ours'),
    speed: median(all.map((one) => one.ours.perSecond / one.bare.perSecond)),
    p99: median(all.map((one) => one.ours.p99 / one.bare.p99)),
  };
}
