import { sql } from 'kysely';
import { touch } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { recordAll } from '#kernel/events';
import { addFacts } from '#kernel/facts';
import { assertStands } from '#kernel/pointers';
import { columnsOf } from './actions.ts';
import { relist } from './listing.ts';
import type { recognitionOf } from './recognitions.ts';
import { productCode } from './rules.ts';
import type { ProductInput } from './schema.ts';
import { tagsOfRow } from './shown.ts';

/** A product to be entered with many others: the officer's right to its place and its producer was asked by the caller. */
export type NewProduct = {
  id: string;
  producer: { id: string; isDemo: boolean };
  input: Omit<ProductInput, 'producer'>;
  area_path: string;
};
export type NewRecognition = {
  id: string;
  product: { id: string; area_path: string };
  values: ReturnType<typeof recognitionOf>;
};

/** Rows of one statement: few enough that nobody else waits while it is written out. */
const atOnce = 250;

/**
 * Enters many products and the stars they hold in few statements, as `enter` and `recordRecognition` do one; the
 * register shows them at once.
 * @param data what each one's event carries
 * @throws AppError state.conflict if a producer or product was merged away since the caller looked it up
 */
export async function enterProducts(
  tx: Tx,
  given: readonly NewProduct[],
  stars: readonly NewRecognition[],
  data: Record<string, unknown>,
): Promise<void> {
  const author = authorOf(tx);
  const stamp = { changed_by: author, changed_at: tx.now, created_at: tx.now };
  await assertAllStand(tx, 'producers.producer', [...new Set(given.map(({ producer }) => producer.id))]);
  await assertAllStand(tx, 'products.product', [...new Set(stars.map(({ product }) => product.id))]);
  for (let i = 0; i < given.length; i += atOnce) {
    const rows = given.slice(i, i + atOnce).map(({ id, producer, input, area_path }) => ({
      id,
      producer_id: producer.id,
      origin: producer.isDemo || tx.runtime.demo ? 'demo' : 'register',
      ...columnsOf(input),
      area_path,
      ...stamp,
    }));
    await tx.db.insertInto('products.product').values(rows).execute();
  }
  const facts = stars.map(({ id, product, values }) => ({ id, values: { product_id: product.id, ...values } }));
  await addFacts(tx, 'products.recognition', facts);
  await giveCodes(tx, stars);
  const entered = given.map(({ id, producer, area_path }) => ({
    subject: { kind: 'product', id, area: area_path },
    data: { producer: producer.id, ...data },
  }));
  const held = stars.map(({ id, product, values }) => ({
    subject: { kind: 'product', id: product.id, area: product.area_path },
    data: { recognition: id, ...values, ...data },
  }));
  await recordAll(tx, 'product.registered', entered);
  await recordAll(tx, 'recognition.recorded', held);
  const shown = [...new Set([...given.map(({ id }) => id), ...stars.map(({ product }) => product.id)])];
  await relist(tx, shown);
  if (shown.length) touch(tx, 'products', ...shown.map((id) => `product:${id}`));
}

/** Waits for a merge that is under way, and sees what it did. */
async function assertAllStand(tx: Tx, table: 'producers.producer' | 'products.product', ids: readonly string[]) {
  if (!ids.length) return;
  const { rows } = await sql<{ merged_into: string | null }>`
    select merged_into from ${sql.table(table)} where id = any(${[...ids]}::uuid[]) order by id for key share`.execute(
    tx.db,
  );
  rows.forEach(assertStands);
}

/** Codes of decision 26/2026 for those that were recognised by it and have none; each commune's serials are counted on at once. */
async function giveCodes(tx: Tx, stars: readonly NewRecognition[]): Promise<void> {
  const coded = new Map<string, number>();
  for (const { product, values } of stars)
    if (values.criteria === '26/2026/QĐ-TTg' && values.decided_on)
      coded.set(product.id, Number(values.decided_on.slice(0, 4)));
  if (!coded.size) return;
  const rows = await tx.db
    .selectFrom('products.product as product')
    .innerJoin('areas.unit as commune', 'commune.id', 'product.commune_id')
    .innerJoin('areas.unit as province', 'province.id', 'commune.parent_id')
    .select(['product.id', 'product.commune_id', 'province.code as province', 'commune.code as commune'])
    .where(({ eb, fn, val }) => eb('product.id', '=', fn.any(val([...coded.keys()]))))
    .where('product.code', 'is', null)
    .orderBy('product.id')
    .execute();
  const wanted = Map.groupBy(rows, ({ id, commune_id }) => `${commune_id}/${coded.get(id)}`);
  const codes: [string, string][] = [];
  // In one order, so that two writers never wait for each other in a ring.
  for (const [, alike] of [...wanted].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const year = coded.get(alike[0]!.id)!;
    const counted = await sql<{ last: number }>`
      insert into products.serial as serial (commune_id, year, last) values (${alike[0]!.commune_id}, ${year}, ${alike.length})
      on conflict (commune_id, year) do update set last = serial.last + ${alike.length} returning last`.execute(tx.db);
    const before = counted.rows[0]!.last - alike.length;
    for (const [i, one] of alike.entries())
      codes.push([one.id, productCode(one.province, one.commune, before + i + 1, year)]);
  }
  await sql`update products.product set code = given.code
    from unnest(${codes.map(([id]) => id)}::uuid[], ${codes.map(([, code]) => code)}::text[]) as given (id, code)
    where product.id = given.id`.execute(tx.db);
}

export type KnownProduct = {
  id: string;
  producer_id: string;
  name: string;
  area_path: string;
  recognitions: { decided_on: string | null; decision_no: string | null; year: number | null; stars: number }[];
};

/** The products of these producers with the decisions recorded of each; one merged away is known by its name as the one that stays, and comes before one that bears the name itself. */
export async function productsOfProducers(ctx: Ctx | Tx, producers: readonly string[]): Promise<KnownProduct[]> {
  if (!producers.length) return [];
  const { rows } = await sql<KnownProduct>`
    select product.id, named.producer_id, named.name, product.area_path, coalesce(
      (select json_agg(json_build_object('decided_on', decided_on, 'decision_no', decision_no, 'year', year, 'stars', stars))
       from products.recognition where product_id = product.id and superseded_at is null), '[]'::json) as recognitions
    from products.product named join products.product product on product.id = coalesce(named.merged_into, named.id)
    where named.producer_id = any(${[...producers]}::uuid[]) order by named.merged_into is null`.execute(ctx.db);
  return rows;
}

/**
 * Takes out what a mistaken import entered and nobody has built on since: its products, and the stars that it recorded
 * of products that stood before.
 * @param data what each one's event carries
 */
export async function takeOutProducts(
  tx: Tx,
  ids: readonly string[],
  stars: readonly { id: string; product_id: string }[],
  data: Record<string, unknown>,
): Promise<void> {
  const stood = stars.filter(({ product_id }) => !ids.includes(product_id));
  const shown = await tx.db
    .selectFrom('products.listing')
    .select(['set_no', 'area_path', 'producer_id', sql<string[]>`tsvector_to_array(folded)`.as('words')])
    .where(({ eb, fn, val }) => eb('product_id', '=', fn.any(val([...ids]))))
    .execute();
  for (const row of shown) touch(tx, ...tagsOfRow(row), `producer:${row.producer_id}`);
  const gone = await tx.db
    .deleteFrom('products.product')
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...ids]))))
    .returning(['id', 'area_path'])
    .execute();
  const happened = gone.map(({ id, area_path }) => ({ subject: { kind: 'product', id, area: area_path }, data }));
  await recordAll(tx, 'product.taken_out', happened);
  if (stood.length) await takeBackStars(tx, stood, data);
  if (ids.length + stood.length) touch(tx, 'products', ...ids.map((id) => `product:${id}`));
}

async function takeBackStars(
  tx: Tx,
  stars: readonly { id: string; product_id: string }[],
  data: Record<string, unknown>,
) {
  await tx.db
    .updateTable('products.recognition')
    .set({ superseded_at: tx.now })
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val(stars.map(({ id }) => id)))))
    .where('superseded_at', 'is', null)
    .execute();
  const products = await tx.db
    .selectFrom('products.product')
    .select(['id', 'area_path'])
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val(stars.map(({ product_id }) => product_id)))))
    .execute();
  const areas = new Map(products.map(({ id, area_path }) => [id, area_path]));
  const happened = stars.map(({ id, product_id }) => ({
    subject: { kind: 'product', id: product_id, area: areas.get(product_id) ?? null },
    data: { recognition: id, why: 'other', ...data },
  }));
  await recordAll(tx, 'recognition.taken_back', happened);
  await relist(tx, [...areas.keys()]);
  touch(tx, ...[...areas.keys()].map((id) => `product:${id}`));
}
