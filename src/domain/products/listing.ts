import { sql } from 'kysely';
import { touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { exact, fold } from '#kernel/text';
import { isMendable } from './matching.ts';
import { latestOf, type Recognition, type Withdrawal } from './rules.ts';
import { type Placed, tagsOfRow } from './shown.ts';

type Source = {
  id: string;
  origin: string;
  name: string;
  code: string | null;
  set_no: number;
  area_path: string;
  commune_id: string | null;
  commune_name: string | null;
  producer_id: string | null;
  producer_name: string | null;
  producer_kind: string | null;
  cited_stars: number | null;
  cited_year: number | null;
  codes: string[];
  picture: { hash: string; width: number; height: number } | null;
  recognitions: Recognition[];
  withdrawals: Withdrawal[];
  /** Where the row stood until now; null for a new one. */
  before: Placed | null;
};

/**
 * Writes the rows of the public register anew for these products, in the transaction of whatever changed them. The row
 * holds the latest decision and its dates; whether it stands is asked of the dates on the day of the question.
 */
export async function relist(tx: Tx, products: readonly string[]): Promise<void> {
  const sorted = products.toSorted(); // two writers lock in the same order
  for (let i = 0; i < sorted.length; i += atOnce) await relistSome(tx, sorted.slice(i, i + atOnce));
}

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const atOnce = 500;

async function relistSome(tx: Tx, products: readonly string[]): Promise<void> {
  // Locked before it is read: else what somebody else is just writing of the product would be overwritten by what stood before.
  await tx.db
    .selectFrom('products.product')
    .select('id')
    .where('id', 'in', [...products])
    .orderBy('id')
    .forUpdate()
    .execute();
  const { rows } = await sql<Source>`
    select product.id, product.origin, product.name, product.code, product.set_no, product.area_path, product.commune_id,
      commune.name as commune_name, producer.id as producer_id, coalesce(producer.name, citation.producer_as_reported) as producer_name,
      producer.kind as producer_kind, citation.stars as cited_stars, citation.year as cited_year,
      array(select code from products.old_code where product_id = product.id) as codes,
      (select json_build_object('hash', light.hash, 'width', light.width, 'height', light.height)
        from products.picture shown join kernel.file file on file.id = shown.file_id join kernel.picture light on light.of = file.hash
        where shown.product_id = product.id order by shown.place, shown.id, light.width limit 1) as picture,
      coalesce((select json_agg(json_build_object('id', id, 'stars', stars, 'decided_on', decided_on, 'year', year, 'valid_from', valid_from, 'valid_to', valid_to))
        from products.recognition where product_id = product.id and superseded_at is null), '[]'::json) as recognitions,
      coalesce((select json_agg(json_build_object('recognition_id', recognition_id, 'valid_from', valid_from, 'ground', ground))
        from products.withdrawal where product_id = product.id and superseded_at is null), '[]'::json) as withdrawals,
      (select json_build_object('words', tsvector_to_array(folded), 'set_no', set_no, 'area_path', area_path)
        from products.listing where product_id = product.id) as before
    from products.product product
    left join producers.producer producer on producer.id = product.producer_id
    left join areas.unit commune on commune.id = product.commune_id
    left join products.citation citation on citation.product_id = product.id
    where product.id = any(${[...products]}::uuid[]) and product.merged_into is null`.execute(tx.db);
  await unlist(tx, products);
  if (!rows.length) return;
  const values = rows.map((row) => listed(tx, row));
  await tx.db
    .insertInto('products.listing')
    .values(values)
    .onConflict((at) =>
      at.column('product_id').doUpdateSet(({ ref }) => {
        const names = Object.keys(values[0]!) as (keyof (typeof values)[number])[];
        return Object.fromEntries(names.map((name) => [name, ref(`excluded.${name}`)]));
      }),
    )
    .execute();
  for (const row of rows)
    touch(tx, ...tagsOfRow({ ...row, words: wordsIn(row) }), ...(row.before ? tagsOfRow(row.before) : []));
  await learnWords(
    tx,
    rows.flatMap((row) => textsOf(row).map(fold)),
  );
}

/** What was merged into another one leaves the register: it is listed as that. */
async function unlist(tx: Tx, products: readonly string[]): Promise<void> {
  const { rows } = await sql<Placed>`
    delete from products.listing listing using products.product product
    where product.id = listing.product_id and product.merged_into is not null and product.id = any(${[...products]}::uuid[])
    returning tsvector_to_array(listing.folded) as words, listing.set_no, listing.area_path`.execute(tx.db);
  for (const row of rows) touch(tx, ...tagsOfRow(row));
}

const codesOf = (row: Source) => [row.code ?? '', ...row.codes].map(fold).join(' ');
const wordsIn = (row: Source) =>
  [...textsOf(row).map(fold), codesOf(row)].flatMap((text) => text.split(' ').filter(Boolean));
const textsOf = (row: Source) => [row.name, row.producer_name ?? '', row.commune_name ?? ''];

/** The row of a product in the register. */
function listed(tx: Tx, row: Source) {
  const { latest, undated, maybeLater } = latestOf(row.recognitions, tx.today);
  const withdrawal = row.withdrawals.find((one) => one.recognition_id === latest?.id);
  const vector = (change: (text: string) => string) => {
    const [name, producer, commune] = textsOf(row).map(change);
    return sql<string>`setweight(to_tsvector('simple', ${`${name} ${codesOf(row)}`}), 'A') || setweight(to_tsvector('simple', ${producer}), 'B') || setweight(to_tsvector('simple', ${commune}), 'C')`;
  };
  return {
    product_id: row.id,
    origin: row.origin,
    name: row.name,
    code: row.code,
    set_no: row.set_no,
    producer_id: row.producer_id,
    producer_name: row.producer_name,
    producer_kind: row.producer_kind,
    commune_id: row.commune_id,
    commune_name: row.commune_name,
    area_path: row.area_path,
    stars: (latest ?? undated)?.stars ?? null,
    valid_from: latest?.valid_from ?? null,
    valid_to: latest?.valid_to ?? null,
    withdrawn_on: withdrawal?.valid_from ?? null,
    maybe_later: !!latest && maybeLater,
    cited_stars: row.cited_stars,
    cited_year: row.cited_year,
    picture: row.picture && JSON.stringify(row.picture),
    changed_at: tx.now,
    exact: vector(exact),
    folded: vector(fold),
  };
}

/** The words that a search can be held against. Sorted, so that two writers never wait for each other in a ring. */
async function learnWords(tx: Tx, texts: readonly string[]): Promise<void> {
  const words = [...new Set(texts.flatMap((text) => text.split(' ')))].filter(isMendable).toSorted();
  if (!words.length) return;
  await sql`insert into products.word (word) select given.word from unnest(${words}::text[]) as given (word)
    where not exists (select from products.word known where known.word = given.word) on conflict do nothing`.execute(
    tx.db,
  );
}
