import { sql } from 'kysely';
import { contextFor, type Ctx } from '#kernel/context';
import { openDb } from '#kernel/db';
import { searchProducts } from '#domain/products/search';
import { fillRegister } from './generator.ts';
import { withHouse } from './house.ts';
import { questions } from './questions.ts';
import { quantile, report, say, short } from './report.ts';
import { sized } from './size.ts';
import { goods } from './words.ts';

/**
 * Search in registers of growing size. Each begins with the whole of the smaller one, and all are asked the same: what
 * finds fewer than 200 products in the largest must hardly slow down, a word of thousands is reported apart.
 */
const sizes = (process.env.SIZES ?? (process.env.TINY ? '20,100' : '2000,20000,200000')).split(',').map(Number);
const rounds = sized('ROUNDS', 7, 1);
const few = 200;

await withHouse('growth', async (house) => {
  const server = await house.postgres();
  const registers: Ctx[] = [];
  let asked: string[] = [];
  for (const size of sizes) {
    say(`filling a register of ${size} products …`);
    const ctx = await house.open({ DATABASE_URL: await database(server, `register_${size}`), AREA: 'VN' });
    const made = await fillRegister(ctx, size);
    if (size === sizes[0]) asked = questions(made, sized('QUESTIONS', 500, 20));
    registers.push(contextFor(ctx.runtime, null));
  }
  const largest = registers.at(-1)!;
  const found = new Map<string, number>();
  for (const q of asked) found.set(q, (await searchProducts(largest, { q })).total);
  const seldom = asked.filter((q) => found.get(q)! < few);
  const common = goods.map(([name]) => name.split(' ')[0]!);
  say(`asking ${seldom.length} searches of fewer than ${few} matches and ${common.length} common words …`);
  const p95 = { seldom: await measured(registers, seldom), common: await measured(registers, common) };
  const named = (values: readonly number[]) => sizes.map((size, i) => `${size}: ${short(values[i]!)} ms`).join(', ');
  report(
    'p95 of a search as the register grows',
    sizes.slice(1).map((size, i) => ({
      says: `${size} products, of ${sizes[i]}: fewer than ${few} matches`,
      measured: p95.seldom[i + 1]! / p95.seldom[i]!,
      bound: 1.5,
      beside: `${short(p95.seldom[i + 1]!)} and ${short(p95.seldom[i]!)} ms`,
    })),
    [`common words, of which the first 1,000 products are ranked: ${named(p95.common)}`],
  );
});

async function database(server: string, name: string): Promise<string> {
  const { db } = openDb(server, 1);
  await sql`create database ${sql.id(name)}`.execute(db);
  await db.destroy();
  return Object.assign(new URL(server), { pathname: name }).href;
}

/** The p95 in each register. They take turns search by search, and of each search the median of the rounds counts. */
async function measured(registers: readonly Ctx[], searches: readonly string[]): Promise<number[]> {
  const times = registers.map(() => searches.map((): number[] => []));
  for (let round = -1; round < rounds; round++) {
    for (const [i, q] of searches.entries()) {
      for (const [k, ctx] of registers.entries()) {
        const begun = performance.now();
        await searchProducts(ctx, { q });
        if (round >= 0) times[k]![i]!.push(performance.now() - begun); // the round before warms all
      }
    }
  }
  return times.map((register) => quantile(register.map((one) => quantile(one, 0.5)), 0.95)); // prettier-ignore
}
