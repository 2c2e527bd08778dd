import { sql } from 'kysely';
import { relist } from '#domain/products/listing';
import { certificateEnd, criteriaVersions, productCode } from '#domain/products/rules';
import { inTransaction } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { exact, fold } from '#kernel/text';
import { pick, seeded } from './random.ts';
import { forms, goods, manners, syllables } from './words.ts';

/** What a bench knows of an invented product: enough to ask for it. */
export type Made = { id: string; code: string; name: string; producer: string; producerId: string; commune: string };

type Commune = { id: string; name: string; path: string };

/**
 * Fills an empty register with invented products, two to a producer, in the communes of the area that the installation
 * serves. Everything of number i comes from (seed, i) alone,
 * so that a larger register begins with the whole of a smaller one. The rows that search reads are written by the
 * product's own `relist`.
 */
export async function fillRegister(ctx: Ctx, products: number, seed = 1): Promise<Made[]> {
  const { db } = ctx.runtime;
  const communes = await db
    .selectFrom('areas.unit')
    .select(['id', 'name', 'path'])
    .where('level', '=', 'commune')
    .where('valid_to', 'is', null)
    .where('path', 'like', `${ctx.runtime.config.area}/%`)
    .orderBy('id')
    .execute();
  const producers = Array.from({ length: products / 2 }, (_, i) => producerOf(seed, i, communes));
  const made: Made[] = [];
  for (const batch of batches(producers, 5000)) {
    await insert(db, 'producers.producer', batch.map((one) => one.row)); // prettier-ignore
    await insert(db, 'producers.naming', batch.map((one) => one.naming)); // prettier-ignore
  }
  const serials = new Map<string, number>();
  const all = Array.from({ length: products }, (_, i) => productOf(seed, i, producers, serials));
  for (const batch of batches(all, 2000)) {
    await insert(db, 'products.product', batch.map((one) => one.row)); // prettier-ignore
    await insert(db, 'products.recognition', batch.flatMap((one) => one.recognitions)); // prettier-ignore
    await insert(db, 'products.withdrawal', batch.flatMap((one) => one.withdrawals)); // prettier-ignore
    made.push(...batch.map((one) => one.made));
    await inTransaction(ctx, (tx: Tx) => relist(tx, batch.map((one) => one.made.id))); // prettier-ignore
  }
  await sql`vacuum analyze`.execute(db); // as a register that did not arrive within the last minute
  return made;
}

function* batches<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size);
}

/** All rows in one statement: PostgreSQL itself makes them of JSON. */
async function insert(db: Db, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (!rows[0]) return;
  const columns = sql.join(Object.keys(rows[0]).map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`.execute(
    db,
  );
}

const written = '2026-09-01T03:00:00Z';

/** An id that belongs to (seed, room, number), in the order of the numbers. */
const idOf = (seed: number, room: number, i: number): string => {
  const random = seeded(seed * 7919 + room * 104_729 + i);
  const tail = () => Math.floor(random() * 2 ** 24).toString(16).padStart(6, '0'); // prettier-ignore
  return `0199${room.toString(16).padStart(4, '0')}-${(i >>> 16).toString(16).padStart(4, '0')}-7${tail().slice(0, 3)}-8${tail().slice(0, 3)}-${(i & 0xffff).toString(16).padStart(4, '0')}${tail()}${tail().slice(0, 2)}`;
};

type Producer = ReturnType<typeof producerOf>;

function producerOf(seed: number, i: number, communes: readonly Commune[]) {
  const random = seeded(seed + i * 2 + 1);
  const commune = pick(random, communes);
  const [kind, begins] = pick(random, forms);
  const proper = `${pick(random, syllables)} ${pick(random, syllables)}`;
  const id = idOf(seed, 1, i);
  const name = `${begins} ${proper}${random() < 0.3 ? ` ${commune.name}` : ''}`;
  const words = `${fold(name)} ${exact(name)}`.split(' ');
  const row = {
    id, origin: 'register', kind, name, folded: fold(name), search: words.map((word, at) => `'${word}':${at + 1}`).join(' '),
    registration_no: `DK-${i}`, commune_id: commune.id, area_path: commune.path, publishes_contact: false, version: 1,
    changed_at: written, created_at: written,
  }; // prettier-ignore
  const naming = { row_id: idOf(seed, 2, i), id: idOf(seed, 3, i), version: 1, producer_id: id, name, kind, recorded_at: written }; // prettier-ignore
  return { id, name, proper, commune, row, naming };
}

function productOf(seed: number, i: number, producers: readonly Producer[], serials: Map<string, number>) {
  const random = seeded(seed + i * 2 + 1_000_000_000);
  const producer = producers[i >> 1]!;
  const [good, set_no] = pick(random, goods);
  const name = `${good} ${pick(random, manners)} ${random() < 0.5 ? producer.proper : producer.commune.name}`;
  const id = idOf(seed, 4, i);
  const serial = (serials.get(producer.commune.id) ?? 0) + 1;
  serials.set(producer.commune.id, serial);
  const [, province = '', commune = ''] = producer.commune.path.split('/');
  const code = productCode(province, commune, serial, 2026);
  const recognitions = starsOf(seed, i, id, random);
  const last = recognitions.at(-1);
  const withdrawals =
    last && random() < 0.02
      ? [{ row_id: idOf(seed, 7, i), id: idOf(seed, 8, i), version: 1, recognition_id: last.id, product_id: id, ground: 'b', valid_from: last.valid_from, recorded_at: written }] // prettier-ignore
      : [];
  const row = {
    id, origin: 'register', producer_id: producer.id, set_no, name, code, pack: 'hộp 500 g', price: 20_000 + 1000 * Math.floor(random() * 400),
    seasons: [], story: `${name}: do ${producer.name} làm ra.`, commune_id: producer.commune.id, area_path: producer.commune.path,
    version: 1, changed_at: written, created_at: written,
  }; // prettier-ignore
  const made: Made = { id, code, name, producer: producer.name, producerId: producer.id, commune: producer.commune.name }; // prettier-ignore
  return { row, recognitions, withdrawals, made };
}

/** None, one or two stars since 2021; about one in four is past its 36 months. */
function starsOf(seed: number, i: number, product: string, random: () => number) {
  const share = random();
  return Array.from({ length: share < 0.2 ? 0 : share < 0.85 ? 1 : 2 }, (_, k) => {
    const decided = new Date(
      Date.UTC(2021 + 3 * k, 6 + Math.floor(random() * (k ? 30 : 60)), 1 + Math.floor(random() * 28)),
    );
    const day = decided.toISOString().slice(0, 10);
    const criteria = criteriaVersions.find(({ from }) => from <= day)!.code;
    const number = 2 * i + k;
    return {
      row_id: idOf(seed, 5, number), id: idOf(seed, 6, number), version: 1, product_id: product, stars: random() < 0.7 ? 3 : 4, reason: k ? 'regrading' : 'first',
      level: 'province', decision_no: `${100 + Math.floor(random() * 900)}/QĐ-UBND`, decided_on: day, certificate_no: `GCN-${number}`, criteria,
      valid_from: day, valid_to: certificateEnd(day), recorded_at: written,
    }; // prettier-ignore
  });
}
