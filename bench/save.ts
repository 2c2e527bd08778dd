import { Kysely, PostgresDialect } from 'kysely';
import { itemsOf } from '#domain/criteria/items';
import { sheetOfSet } from '#domain/criteria/queries';
import { answersOf } from '#domain/grading/queries';
import { beginAssessment, saveAnswers } from '#domain/grading/self-assessments';
import { type Actor, contextFor, type Ctx } from '#kernel/context';
import { openDb } from '#kernel/db';
import { isId, newId } from '#kernel/ids';
import type { DB } from '#kernel/tables';
import { personWith } from '../test/makers/context.ts';
import type { Statement } from './capture.ts';
import { fillRegister } from './generator.ts';
import { freePort, postForm, withHouse } from './house.ts';
import { median, quantile, report, say, short } from './report.ts';
import { sized } from './size.ts';

/**
 * Fifty producers answer their self-assessments at once, each the next item as soon as the last is acknowledged, through
 * the server; against the same statements, each save in one transaction, asked of PostgreSQL by as many at once.
 * Afterwards every acknowledged answer is compared with what is stored.
 * Usage: node bench/save.ts
 */
const people = sized('PEOPLE', 50, 4);
const saves = sized('SAVES', 40, 3);
const rounds = sized('ROUNDS', 3, 1);

type Person = {
  actor: Actor;
  cookie: string;
  product: string;
  assessment: string;
  items: string[];
  /** By item: what was acknowledged last, and its version. */
  told: Map<string, { value: number; version: number }>;
};

await withHouse('save', async (house) => {
  const url = await house.postgres();
  const ctx = await house.open();
  say('filling the register …');
  const made = await fillRegister(ctx, people * 2);
  const producers = new Map(made.map(({ producerId, id }) => [producerId, id]));
  const all: Person[] = [];
  for (const [producer, product] of producers) all.push(await assessor(ctx, producer, product));
  const statements = await captured(ctx, url, all);
  const port = await freePort();
  await house.server(port);
  const { db, pool } = openDb(url);
  house.atEnd(() => db.destroy());

  const bare = async (i: number) => {
    const client = await pool.connect();
    await client.query('begin');
    for (const { sql, parameters } of anew(statements[i]!, all[i]!)) await client.query(sql, [...parameters]);
    await client.query('commit');
    client.release();
  };
  const ours = (i: number) => saveThrough(port, all[i]!);

  const found = { bare: [] as number[][], ours: [] as number[][] };
  for (let round = -1; round < rounds; round++) {
    const times = { bare: await atOnce(all.length, bare), ours: await atOnce(all.length, ours) };
    if (round < 0) continue; // warms both
    found.bare.push(times.bare);
    found.ours.push(times.ours);
  }
  const ratio = median(found.ours.map((times, i) => median(times) / median(found.bare[i]!)));
  const [mine, base] = [found.ours.flat(), found.bare.flat()];
  report(`${people} people save ${saves} times each, ${rounds} rounds`, [
    {
      says: 'a save, of its bare statements in one transaction',
      measured: ratio,
      bound: 3,
      beside: `median ${short(median(mine))} and ${short(median(base))} ms, p99 ${short(quantile(mine, 0.99))} and ${short(quantile(base, 0.99))} ms`,
    },
    { says: 'acknowledged answers that are not stored', measured: await lost(ctx, all), unit: '', bound: 0 },
  ]);
});

/** The owner of a producer, signed in, with a self-assessment begun. */
async function assessor(ctx: Ctx, producer: string, product: string): Promise<Person> {
  const actor = await personWith(ctx.runtime.db, 'producer_owner', { organisation: producer });
  const cookies = await ctx.runtime.sessions.open(actor.id, new Headers());
  const { id } = await beginAssessment(contextFor(ctx.runtime, actor), { product });
  const { set_no } = await ctx.runtime.db
    .selectFrom('products.product')
    .select('set_no')
    .where('id', '=', product)
    .executeTakeFirstOrThrow();
  const { sheet } = await sheetOfSet(ctx, set_no);
  const items = itemsOf(sheet).flatMap(({ code, options }) => ((options?.length ?? 0) > 1 ? [code] : []));
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
  return { actor, cookie, product, assessment: id, items, told: new Map() };
}

/** What one save of each person asks of the database, written down while the product does it in this process. */
async function captured(ctx: Ctx, url: string, all: readonly Person[]): Promise<Statement[][]> {
  const { pool, db } = openDb(url, 1);
  let heard: Statement[] = [];
  const listening = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void heard.push({ sql: query.sql, parameters: query.parameters }),
  });
  const found: Statement[][] = [];
  for (const person of all) {
    heard = [];
    const acting = contextFor({ ...ctx.runtime, db: listening }, person.actor);
    const item = person.items.shift(); // written over by each of the bare ones, and never by ours
    await saveAnswers(acting, { assessment: person.assessment, answers: [{ item, value: 0, version: 0 }] });
    found.push(heard);
  }
  await db.destroy();
  return found;
}

/** The statements again, with new ids for the rows that they add. */
function anew(statements: readonly Statement[], { actor, product, assessment }: Person): Statement[] {
  const known = new Set<unknown>([actor.id, product, assessment]);
  const made = new Map<unknown, string>();
  const fresh = (value: unknown) => {
    if (typeof value !== 'string' || !isId(value) || known.has(value)) return value;
    if (!made.has(value)) made.set(value, newId());
    return made.get(value);
  };
  return statements.map(({ sql, parameters }) => ({ sql, parameters: parameters.map(fresh) }));
}

/** @returns the milliseconds of each save of everybody, one save after the other for each */
async function atOnce(count: number, save: (person: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  const one = async (_: unknown, person: number) => {
    for (let i = 0; i < saves; i++) {
      const begun = performance.now();
      await save(person);
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: count }, one));
  return times;
}

/** Sends the next item's other answer as the page does. @throws Error if it is not acknowledged */
async function saveThrough(port: number, person: Person): Promise<void> {
  const item = person.items.shift()!;
  person.items.push(item);
  const { value, version } = person.told.get(item) ?? { value: 1, version: 0 };
  const body = new URLSearchParams({
    assessment: person.assessment,
    versions: JSON.stringify({ [item]: version }),
    [item]: String(1 - value),
  }).toString();
  const path = `/workspace/products/${person.product}/assess?/save`;
  const { status, body: answer } = await postForm(port, path, { cookie: person.cookie }, body);
  if (status !== 200 || !answer.includes('"type":"success"')) throw new Error(`${status} ${answer.toString()}`);
  person.told.set(item, { value: 1 - value, version: version + 1 });
}

/** How many acknowledged answers differ from what is stored, record by record. */
async function lost(ctx: Ctx, all: readonly Person[]): Promise<number> {
  let count = 0;
  for (const { assessment, told } of all) {
    const stored = await answersOf(ctx, assessment);
    for (const [item, { value, version }] of told)
      if (stored[item]?.value !== value || stored[item].version !== version) count++;
  }
  return count;
}
