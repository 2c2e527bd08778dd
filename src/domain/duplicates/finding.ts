import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import { fold } from '#kernel/text';
import {
  coreOf,
  type Likeness,
  likenessOfProducers,
  likenessOfProducts,
  nearName,
  type ProducerSigns,
  type ProductSigns,
  similarity,
} from './rules.ts';

/** Two that may be one: `one` is what was asked about (null for what is not entered yet). */
export type Alike = Likeness & { one: string | null; other: string; basis: string };

/** What is asked about, as the question needs it. */
export type Asked = {
  name: string;
  commune: string | null;
  numbers: readonly string[];
  phones: readonly string[];
  representative: string | null;
};

/** Producers of the register as the question needs them. */
const entered = (ids: readonly string[]) => sql`
  select producer.id, producers.core(producer.folded) as core, producer.commune_id, producer.origin,
    array_remove(array[producer.registration_no, producer.tax_code], null) as numbers,
    array_remove(array[producer.contact_phone, representative.phone], null) as phones, lower(representative.name) as representative
  from producers.producer left join producers.representative on representative.producer_id = producer.id
  where producer.id = any(${[...ids]}::uuid[]) and producer.merged_into is null and producer.origin <> 'citation'`;

type Found<Signs> = Signs & { one: string | null; other: string; core: string; other_core: string };

/**
 * Producers that may be the ones given. Candidates come by index: of the commune, of those it was made from and of those it
 * became; by a number; by a phone. Quotations of sources are nobody's to merge.
 */
async function producersNear(ctx: Ctx | Tx, given: RawBuilder<unknown>): Promise<Alike[]> {
  const { rows } = await sql<Found<ProducerSigns>>`
    with given as materialized (${given}),
    place as materialized (
      select distinct commune_id as here, commune_id as there from given
      union select succession.new_id, succession.old_id from given join areas.succession on succession.new_id = given.commune_id
      union select succession.old_id, succession.new_id from given join areas.succession on succession.old_id = given.commune_id
    ),
    neighbour as materialized (
      select place.here, producer.id, producers.core(producer.folded) as core
      from place join producers.producer on producer.commune_id = place.there and producer.merged_into is null
    ),
    candidate as (
      select given.id as one, neighbour.id as other from given join neighbour on neighbour.here = given.commune_id
      where similarity(neighbour.core, given.core) >= ${nearName}
      union select given.id, producer.id from given join producers.producer on producer.registration_no = any(given.numbers) and producer.merged_into is null
      union select given.id, producer.id from given join producers.producer on producer.tax_code = any(given.numbers) and producer.merged_into is null
      union select given.id, producer.id from given join producers.producer on producer.contact_phone = any(given.phones) and producer.merged_into is null
      union select given.id, producer_id from given join producers.representative on representative.phone = any(given.phones)
    )
    select candidate.one, candidate.other, given.core, producers.core(other.folded) as other_core,
      similarity(given.core, producers.core(other.folded))::float8 as alike,
      exists (select from place where here = given.commune_id and there = other.commune_id) as commune,
      array[other.registration_no, other.tax_code] && given.numbers as number,
      array[other.contact_phone, representative.phone] && given.phones as phone,
      coalesce(lower(representative.name) = given.representative, false) as representative
    from candidate join given on given.id is not distinct from candidate.one
    join producers.producer other on other.id = candidate.other
    left join producers.representative on representative.producer_id = other.id
    where other.merged_into is null and other.origin <> 'citation' and candidate.one is distinct from candidate.other`.execute(
    ctx.db as Tx['db'],
  );
  return alike(rows, likenessOfProducers);
}

/** Of what was found, what the rule takes for likely; the strongest first. */
function alike<Signs>(rows: readonly Found<Signs>[], rule: (signs: Signs) => Likeness | null): Alike[] {
  const found = rows.flatMap((row) => {
    const likeness = rule(row);
    if (!likeness) return [];
    const saw = [likeness.level, ...likeness.reasons, ...[row.core, row.other_core].toSorted()].join('|');
    return [{ ...likeness, one: row.one, other: row.other, basis: createHash('sha256').update(saw).digest('hex') }];
  });
  return found.toSorted((a, b) => rank[a.level] - rank[b.level] || b.reasons.length - a.reasons.length);
}

const rank = { certain: 0, likely: 1, doubtful: 2 };

/** Producers that may be the same as one of these. */
const producersLike = (ctx: Ctx | Tx, ids: readonly string[]): Promise<Alike[]> => producersNear(ctx, entered(ids));

/** Producers that may be the one that an officer is about to enter. */
export const producersLikeDraft = (ctx: Ctx, { name, commune, ...asked }: Asked): Promise<Alike[]> =>
  producersNear(
    ctx,
    sql`select null::uuid as id, ${coreOf(fold(name))} as core, ${commune}::text as commune_id, ${[...asked.numbers]}::text[] as numbers,
      ${[...asked.phones]}::text[] as phones, lower(${asked.representative}::text) as representative`,
  );

type ProductRow = { id: string | null; name: string; gtin: string | null; set_no: number; pack: string | null };
type Held = ProductRow & { id: string; producer_id: string };

/** The products of the producers that any of these belong to, or of one producer. */
async function productsBeside(
  ctx: Ctx | Tx,
  by: { products: readonly string[] } | { producer: string },
): Promise<Held[]> {
  const producers =
    'producer' in by
      ? sql`select ${by.producer}::uuid`
      : sql`select producer_id from products.product where id = any(${[...by.products]}::uuid[]) and merged_into is null`;
  const { rows } = await sql<Held>`
    select id, producer_id, name, gtin, set_no, pack from products.product
    where merged_into is null and origin <> 'citation' and producer_id in (${producers})`.execute(ctx.db as Tx['db']);
  return rows;
}

/** Products of the same producer that may be the same as one of these. A producer has few: they are held against each other here. */
async function productsLike(ctx: Ctx | Tx, ids: readonly string[]): Promise<Alike[]> {
  const rows = await productsBeside(ctx, { products: ids });
  const byProducer = Map.groupBy(rows, ({ producer_id }) => producer_id);
  const asked = rows.filter(({ id }) => ids.includes(id));
  return alike(
    asked.flatMap((one) => pairsOf(one, byProducer.get(one.producer_id)!)),
    likenessOfProducts,
  );
}

/** Those that may be the same as one of these, the likeliest first. */
export const alikeTo = (ctx: Ctx | Tx, kind: 'producer' | 'product', ids: readonly string[]): Promise<Alike[]> =>
  (kind === 'producer' ? producersLike : productsLike)(ctx, ids);

/** What is asked about a product that is not entered yet. */
export type ProductDraft = Omit<ProductRow, 'id'> & { producer: string };

/** Products of its producer that may be the one that is about to be entered. */
export const productsLikeDraft = async (ctx: Ctx, draft: ProductDraft): Promise<Alike[]> =>
  alike(pairsOf({ ...draft, id: null }, await productsBeside(ctx, draft)), likenessOfProducts);

const pairsOf = (one: ProductRow, others: readonly Held[]) =>
  others
    .filter(({ id }) => id !== one.id)
    .map((other) => ({
      one: one.id,
      other: other.id,
      core: fold(one.name),
      other_core: fold(other.name),
      ...signsOf(one, other),
    }));

const signsOf = (one: ProductRow, other: ProductRow): ProductSigns => ({
  alike: similarity(fold(one.name), fold(other.name)),
  gtin: one.gtin !== null && one.gtin === other.gtin,
  set: one.set_no === other.set_no,
  pack: one.pack && other.pack ? (fold(one.pack) === fold(other.pack) ? 'same' : 'different') : 'unsaid',
});
