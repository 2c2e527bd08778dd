import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ended, fetchRaw, freePort, type House, withHouse } from './house.ts';
import { median, report, say, short } from './report.ts';
import { sized } from './size.ts';
import { firstView, type Part } from './wire.ts';

/**
 * A machine that is switched on: the time from the second start (the database is there) to the first answer, the
 * memory of the idle process, both against a bare Node process over the same database; and the bytes of the first view
 * of a page.
 */
const rounds = sized('ROUNDS', 3, 1);
const idle = sized('IDLE', 5, 0.1); // seconds in which the memory of the start is given back

await withHouse('start', async (house) => {
  say('the first start, with the demo …');
  const first = await started(house, 'ours');
  const register = await firstView(first.port, '/products');
  const product = await firstView(first.port, await someProduct(first.port));
  await ended(first.child);
  const [ours, bare]: [Started[], Started[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const [kind, list] of [['bare', bare], ['ours', ours]] as const) {
      const one = await started(house, kind);
      await pause(1000 * (kind === 'ours' ? idle : Math.min(idle, 1)));
      list.push({ ...one, megabytes: memoryOf(one.child) });
      await ended(one.child);
    }
  } // prettier-ignore
  const middle = (list: Started[], of: 'seconds' | 'megabytes') => median(list.map((one) => one[of]));
  const [seconds, megabytes] = [middle(ours, 'seconds'), middle(ours, 'megabytes')];
  const sum = (parts: Part[]) => parts.reduce((all, { bytes }) => all + bytes, 0) / 1000;
  report(
    `Start, idle memory, first views; the first start took ${short(first.seconds)} s`,
    [
      { says: 'second start to first answer', measured: seconds, unit: 's', bound: 5, beside: `${short(seconds / middle(bare, 'seconds'))} times bare Node with the same database` }, // prettier-ignore
      { says: 'idle memory of the Node process', measured: megabytes, unit: 'MB', bound: 250, beside: `${short(megabytes / middle(bare, 'megabytes'))} times bare Node` }, // prettier-ignore
      { says: 'first view of the register', measured: sum(register), unit: 'KB', bound: 100 },
      { says: 'first view of a product', measured: sum(product), unit: 'KB', bound: 100 },
    ],
    register.map(({ path, bytes }) => `${String(bytes).padStart(7)} bytes ${path}`),
  );
});

type Started = { child: ChildProcess; port: number; seconds: number; megabytes: number };

/** Starts a process and asks it until it answers. */
async function started(house: House, kind: 'ours' | 'bare'): Promise<Started> {
  const port = await freePort();
  const begun = performance.now();
  const child =
    kind === 'ours'
      ? await house.server(port)
      : await house.process(['bench/bare.ts', 'alive', house.folder, String(port)], {}, 'bare: ready');
  const { status } = await fetchRaw(port, '/');
  if (status !== 200) throw new Error(`the first answer of ${kind} was ${status}`);
  return { child, port, seconds: (performance.now() - begun) / 1000, megabytes: 0 };
}

/** Resident memory of a process in MB. */
function memoryOf({ pid }: ChildProcess): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /VmRSS:\s+([0-9]+)/.exec(readFileSync(status, 'utf8'))![1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString();
  return Number(kilobytes) / 1000;
}

/** The page of a product that holds a code, so that it shows everything a product page can. */
async function someProduct(port: number): Promise<string> {
  const { body } = await fetchRaw(port, '/api/v1/products?state=valid&limit=100');
  const { items } = JSON.parse(body.toString()) as { items: { id: string; code: string | null }[] };
  const one = items.find(({ code }) => code) ?? items[0]!;
  return `/products/${one.code ?? one.id}`;
}
