import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { confirmImport, uploadImport } from '#domain/imports/actions';
import { commitImport } from '#domain/imports/commit';
import { skipProblems } from '#domain/imports/mending';
import { readImport } from '#domain/imports/reactions';
import { undoImport } from '#domain/imports/undo';
import { changeProduct } from '#domain/products/actions';
import type { Ctx } from '#kernel/context';
import { officeRow, officeWorksheet } from '../test/makers/worksheets.ts';
import { fillRegister } from './generator.ts';
import { withHouse } from './house.ts';
import { pick, seeded } from './random.ts';
import { median, quantile, report, say, short } from './report.ts';
import { sized } from './size.ts';

/**
 * A worksheet with 2 % of faults on its way into a register in which others save meanwhile, in one process as in the
 * product: the preview, the entering against the same rows as bare multi-row inserts, and what others feel of it.
 * Usage: node bench/import.ts
 */
const rows = sized('ROWS', 5000, 60);
const rounds = sized('ROUNDS', 3, 1);
const products = sized('PRODUCTS', 2000, 20);

const ids = (kind: string) => `(select id from imports.added where run_id = $1 and kind = '${kind}')`;
const tables = [
  ['producers.producer', `id in ${ids('producer')}`],
  ['producers.representative', `producer_id in ${ids('producer')}`],
  ['producers.naming', `producer_id in ${ids('producer')}`],
  ['products.product', `id in ${ids('product')}`],
  ['products.recognition', `id in ${ids('recognition')}`],
  ['products.listing', `product_id in ${ids('product')}`],
  ['kernel.event', "data ->> 'import' = $1::text"],
] as const;

await withHouse('import', async (house) => {
  const url = await house.postgres();
  const ctx = await house.open();
  say(`filling a register of ${products} products …`);
  await fillRegister(ctx, products);
  const client = new pg.Client(url);
  await client.connect();
  house.atEnd(() => client.end());
  const bytes = await worksheet(ctx);
  await round(ctx, client, bytes); // warms both
  const found: Awaited<ReturnType<typeof round>>[] = [];
  for (let i = 0; i < rounds; i++) found.push(await round(ctx, client, bytes));
  say('measuring saves …');
  const alone = await savesDuring(ctx, () => pause(sized('ALONE', 4000, 100)));
  const meanwhile = await savesDuring(ctx, async () => void (await round(ctx, client, bytes, true)));
  const [preview, ours, bare] = (['preview', 'ours', 'bare'] as const).map((one) => median(found.map((of) => of[one])));
  report(`A worksheet of ${rows} rows, ${rounds} rounds`, [
    { says: 'preview of the worksheet', measured: preview! / 1000, unit: 's', bound: 10 },
    {
      says: 'entering it, of bare multi-row inserts',
      measured: median(found.map((of) => of.ours / of.bare)),
      bound: 5,
      beside: `${short(ours!)} and ${short(bare!)} ms`,
    },
    {
      says: "others' saves meanwhile, of alone",
      measured: median(meanwhile) / median(alone),
      bound: 2,
      beside: `median ${short(median(meanwhile))} and ${short(median(alone))} ms, p95 ${short(quantile(meanwhile, 0.95))} and ${short(quantile(alone, 0.95))} ms`,
    },
  ]);
});

/** Three products to a producer, in communes of today, with one row in fifty that needs mending. */
async function worksheet(ctx: Ctx): Promise<Uint8Array> {
  const communes = await ctx.runtime.db
    .selectFrom('areas.unit')
    .select('name')
    .where('path', 'like', `${ctx.runtime.config.area}/%`)
    .where('level', '=', 'commune')
    .where('valid_to', 'is', null)
    .orderBy('id')
    .execute();
  const random = seeded(7);
  const places = Array.from({ length: Math.ceil(rows / 3) }, () => pick(random, communes).name);
  const sheet = Array.from({ length: rows }, (_, i) =>
    officeRow({
      0: i + 1,
      1: `Mật ong bảng ${i}`,
      2: i % 50 ? '4' : 'Thực phẩm',
      4: `HTX Bảng ${Math.floor(i / 3)}`,
      5: `${places[Math.floor(i / 3)]}, Quảng Ninh`,
    }),
  );
  return officeWorksheet(sheet);
}

/** One import from the file to the register and back, and the same rows as bare inserts. */
async function round(ctx: Ctx, client: pg.Client, bytes: Uint8Array, onlyOurs = false) {
  let begun = performance.now();
  const { id } = await uploadImport(ctx, { name: 'bench.xlsx', bytes });
  await readImport(ctx, id);
  const preview = performance.now() - begun;
  await skipProblems(ctx, { id });
  begun = performance.now();
  await confirmImport(ctx, { id });
  await commitImport(ctx, { id });
  const ours = performance.now() - begun;
  const added = onlyOurs ? [] : await addedRows(client, id);
  await undoImport(ctx, { id });
  if (onlyOurs) return { preview, ours, bare: ours };
  await forgetEvents(client, id);
  begun = performance.now();
  await client.query('begin');
  for (const { table, rows: given } of added) await insertBare(client, table, given);
  await client.query('commit');
  const bare = performance.now() - begun;
  await client.query('delete from products.product where id in (select id from imports.added where run_id = $1)', [id]);
  await client.query('delete from producers.producer where id in (select id from imports.added where run_id = $1)', [id]); // prettier-ignore
  await forgetEvents(client, id);
  await client.query('delete from imports.run where id = $1', [id]);
  return { preview, ours, bare };
}

/** The log refuses that anything is taken out of it: only this bench's own database, as its superuser, can make room. */
async function forgetEvents(client: pg.Client, id: string) {
  await client.query('set session_replication_role = replica');
  await client.query(
    `delete from kernel.unsealed using kernel.event event
      where event.id = unsealed.event_id and event.data ->> 'import' = $1`,
    [id],
  );
  await client.query("delete from kernel.event where data ->> 'import' = $1", [id]);
  await client.query('set session_replication_role = origin');
}

type Added = { table: string; rows: Record<string, unknown>[] };

async function addedRows(client: pg.Client, id: string): Promise<Added[]> {
  const found: Added[] = [];
  for (const [table, where] of tables) {
    const { rows: those } = await client.query<Record<string, unknown>>(`select * from ${table} where ${where}`, [id]);
    found.push({ table, rows: those });
  }
  return found;
}

async function insertBare(client: pg.Client, table: string, given: readonly Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(given[0] ?? {});
  for (let at = 0; at < given.length; at += 1000) {
    const some = given.slice(at, at + 1000);
    const places = some.map((_, i) => `(${columns.map((__, k) => `$${i * columns.length + k + 1}`).join(',')})`);
    const values = some.flatMap((row) => columns.map((column) => row[column]));
    await client.query(`insert into ${table} (${columns.join(',')}) values ${places.join(',')}`, values);
  }
}

/** The milliseconds of each save of four people who change products of theirs, one save after the other with a breath between. */
async function savesDuring(ctx: Ctx, work: () => Promise<void>): Promise<number[]> {
  const own = await ctx.runtime.db
    .selectFrom('products.product')
    .select('id')
    .where('origin', '=', 'register')
    .where('name', 'not like', 'Mật ong bảng %')
    .orderBy('id')
    .limit(8)
    .execute();
  const times: number[] = [];
  const over = new AbortController();
  const person = async (id: string) => {
    while (!over.signal.aborted) {
      const { name, set_no, commune_id, version, price } = await ctx.runtime.db
        .selectFrom('products.product')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const begun = performance.now();
      await changeProduct(ctx, { id, name, set_no, commune: commune_id, version, price: (price ?? 0) + 1000 });
      times.push(performance.now() - begun);
      await pause(50);
    }
  };
  const people = own.slice(0, 4).map(({ id }) => person(id));
  await work();
  over.abort();
  await Promise.all(people);
  return times;
}
