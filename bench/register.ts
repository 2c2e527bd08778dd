import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openDb } from '#kernel/db';
import type { BarePage, BareSearch } from './bare.ts';
import { type Asked, openCapture, timeOf } from './capture.ts';
import { fillRegister, type Made } from './generator.ts';
import { fetchRaw, freePort, House, withHouse } from './house.ts';
import { compare, type Compared, load, unhurried } from './load.ts';
import { questions, searchPath } from './questions.ts';
import { pick, seeded, shuffled, zipf } from './random.ts';
import { type Claim, median, report, say, short } from './report.ts';
import { sized } from './size.ts';

/**
 * The register under load, against bare node:http (and pg) in the same run: search as JSON, anonymous pages while the
 * register is being written, and pages that nobody has asked for yet. Needs a build.
 * Usage: node bench/register.ts [search|cold|pages]
 */
const products = sized('PRODUCTS', 20_000, 100);
const rounds = sized('ROUNDS', 5, 1);
const seconds = sized('SECONDS', 5, 0.3);
const asks = sized('QUESTIONS', 400, 40);
const pages = sized('PAGES', 5000, 60);
const samples = sized('SAMPLES', 150, 10);
type Capture = Awaited<ReturnType<typeof openCapture>>;
type Place = { house: House; capture: Capture; made: Made[]; url: string; port: number };

await withHouse('register', async (house) => {
  const url = await house.postgres();
  const ctx = await house.open();
  say(`filling a register of ${products} products …`);
  const made = await fillRegister(ctx, products);
  const capture = await openCapture(ctx, url);
  house.atEnd(() => capture.close());
  const port = await freePort();
  await house.server(port);
  const place = { house, capture, made, url, port };
  const parts = {
    search: async () => claims('search as JSON', 0.75, await searches(place)),
    cold: () => coldPages(place),
    pages: async () => claims('pages, one write a second', 0.7, await warmPages(place)),
  };
  const found: Claim[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (process.argv[2] && process.argv[2] !== name) continue;
    say(`measuring ${name} …`);
    found.push(...(await part()));
  }
  report(`A register of ${products} products, ${rounds} rounds of ${seconds} s`, found);
});

function claims(
  says: string,
  bound: number,
  { bare, ours, speed, quickest, p99, alone }: Compared & { alone?: string },
): Claim[] {
  if (bare.wrong + ours.wrong) throw new Error(`${says}: ${bare.wrong} and ${ours.wrong} answers were not 200`);
  const perSecond = `${short(ours.perSecond)} of ${short(bare.perSecond)} a second; quickest rounds ${short(quickest)} x${alone ? `; ${alone}` : ''}`;
  return [
    { says: `${says}: requests a second, of bare`, measured: speed, bound, atLeast: true, beside: perSecond },
    { says: `${says}: p99, of bare`, measured: p99, bound: 3, beside: `${short(ours.p99)} and ${short(bare.p99)} ms` },
  ];
}

/** The API's search against bare node:http asking PostgreSQL the same and answering the same JSON. */
async function searches({ house, capture, made, url, port }: Place): Promise<Compared & { alone: string }> {
  const paths = questions(made, asks).map(searchPath);
  const asked: BareSearch[] = [];
  const answers = new Map<string, string>();
  for (const path of paths) {
    const { statements, answer } = await capture.api(path);
    const text = await answer.text();
    const { corrected } = JSON.parse(text) as { corrected: string | null };
    asked.push({ path, statements, corrected });
    answers.set(path, text);
  }
  const bare = await startBare(house, 'search', asked, url);
  for (const [path, answer] of answers) {
    const same = await Promise.all([port, bare].map((one) => fetchRaw(one, path)));
    for (const [i, { body }] of same.entries())
      if (body.toString() !== answer)
        throw new Error(`${i ? 'bare' : 'ours'} sends other JSON for ${path}:\n${body.toString()}\n${answer}`);
  }
  const random = seeded(3);
  const sequence = Array.from({ length: 4000 }, () => pick(random, paths));
  const run = (to: number) => () => load(to, sequence, { seconds, connections: 10 });
  for (const to of [bare, port]) await run(to)(); // warms both alike
  const compared = await compare(rounds, run(bare), run(port));
  const [alone = 0, ours = 0] = await unhurried([bare, port], paths, 4 * rounds);
  return { ...compared, alone: `one at a time ${short(ours)} and ${short(alone)} ms` };
}

/** Pages from the cache, visited as pages are (a few often, many seldom), while one product a second is changed. */
async function warmPages({ house, made, port }: Place): Promise<Compared> {
  const paths = pagesOf(made);
  const headers = { 'accept-encoding': 'br' };
  say(`asking for ${paths.length} pages …`);
  const known: BarePage[] = [];
  for (const path of paths) {
    const { status, headers: sent, body } = await fetchRaw(port, path, headers);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    const { date: _, connection: __, 'keep-alive': ___, ...kept } = sent;
    known.push({ path, headers: kept, body: body.toString('base64') });
  }
  const bare = await startBare(house, 'pages', known);
  if (process.env.WRITES !== '0') await house.process(['bench/writer.ts'], { DATA_DIR: house.folder }, 'writer: ready');
  const rank = zipf(seeded(5), paths.length);
  const sequence = Array.from({ length: 40_000 }, () => paths[rank()]!);
  const run = (to: number) => () => load(to, sequence, { seconds, connections: 20, headers });
  return compare(rounds, run(bare), run(port));
}

/** So many addresses, the most visited first: home and lists, then products, producers and searches mixed. */
function pagesOf(made: readonly Made[]): string[] {
  const random = seeded(9);
  const some = shuffled(random, made);
  const lists = ['/', '/products', '/figures', '/producers', '/en', '/en/products'];
  const sets = Array.from({ length: 26 }, (_, i) => `/products?set=${i + 1}`);
  const asked = questions(made, 218, 8).map((q) => `/products?q=${encodeURIComponent(q)}`);
  const producers = some.slice(0, 750).map(({ producerId }) => `/producers/${producerId}`);
  const own = some.map(({ code }) => `/products/${code}`);
  const others = [...new Set([...sets, ...asked, ...producers, ...own])].slice(0, pages - lists.length);
  return [...lists, ...shuffled(random, others)];
}

/** Pages that nobody has asked for, one after the other, against the time of their own statements alone. */
async function coldPages({ house, capture, made, url, port }: Place): Promise<Claim[]> {
  const some = shuffled(seeded(13), made).slice(0, samples);
  const kinds = {
    'a product': some.map(({ code }) => `/products/${code}`),
    'a producer': [...new Set(some.map(({ producerId }) => `/producers/${producerId}`))],
    'a search': questions(made, samples, 17).map((q) => `/products?q=${encodeURIComponent(q)}`),
  };
  const { pool, db } = openDb(url, 1);
  house.atEnd(() => db.destroy());
  const found: Claim[] = [];
  for (const [says, paths] of Object.entries(kinds)) {
    const asked: Asked[] = [];
    for (const path of paths) asked.push(await capture.page(path));
    const [ours, bare]: [number[], number[]] = [[], []];
    for (const [i, path] of paths.entries()) {
      const begun = performance.now();
      await fetchRaw(port, path);
      ours.push(performance.now() - begun);
      bare.push(await timeOf(pool as pg.Pool, asked[i]!.statements));
    }
    const half = paths.length >> 1; // the first half warms both
    const [page, sql] = [median(ours.slice(half)), median(bare.slice(half))];
    found.push({ says: `${says}, not in the cache: time, of its SQL`, measured: page / sql, bound: 4, beside: `${short(page)} and ${short(sql)} ms` }); // prettier-ignore
  }
  return found;
}

async function startBare(house: House, mode: string, known: unknown, url = ''): Promise<number> {
  const file = join(house.folder, `${mode}.json`);
  writeFileSync(file, JSON.stringify(known));
  const port = await freePort();
  await house.process(['bench/bare.ts', mode, file, String(port), url], {}, 'bare: ready');
  return port;
}
