import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { movedTo } from '#kernel/pointers';
import { standing } from './rules.ts';
import { columns, type ListingRow } from './search.ts';

/**
 * The product of a code of the register or of an id, as everybody may see it.
 * @param options.merged for the office, which reads what was merged into another one, too
 * @throws AppError not_found, moved for one that was merged into another
 */
export async function publicProduct(ctx: Ctx, key: string, options: { merged?: true } = {}) {
  const row = await ctx.db
    .selectFrom('products.product as product')
    .leftJoin('producers.producer as producer', 'producer.id', 'product.producer_id')
    .leftJoin('areas.unit as commune', 'commune.id', 'product.commune_id')
    .leftJoin('areas.unit as province', 'province.id', 'commune.parent_id')
    .leftJoin('products.citation as citation', 'citation.product_id', 'product.id')
    .select([
      'product.id',
      'product.origin',
      'product.set_no',
      'product.name',
      'product.code',
      'product.pack',
      'product.gtin',
      'product.price',
      'product.capacity',
    ])
    .select([
      'product.capacity_unit',
      'product.seasons',
      'product.story',
      'product.area_path',
      'product.commune_id',
      'product.version',
      'product.merged_into',
      'product.changed_at',
    ])
    .select([
      'commune.name as commune',
      'commune.type as commune_type',
      'province.name as province',
      'producer.id as producer_id',
      'producer.name as producer',
      'producer.kind as producer_kind',
    ])
    .select([
      'citation.producer_as_reported',
      'citation.place_as_reported',
      'citation.stars as cited_stars',
      'citation.year as cited_year',
      'citation.decision_no as cited_decision',
    ])
    .select(['citation.decided_on as cited_on', 'citation.sources'])
    .where(isId(key) ? 'product.id' : 'product.code', '=', key)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  if (row.merged_into && !options.merged) throw movedTo('product', row.merged_into);
  const { recognitions, withdrawals, codes } = await heldBy(ctx, row.id);
  return {
    ...row,
    recognitions,
    withdrawals,
    oldCodes: codes,
    // Of a product that is only quoted we know no standing, whatever the source says or leaves out.
    standing: standing(recognitions, withdrawals, ctx.today, row.origin === 'citation' ? 'unknown' : 'none'),
  };
}

export type PublicProduct = Awaited<ReturnType<typeof publicProduct>>;

async function heldBy(ctx: Ctx, product: string) {
  const [recognitions, withdrawals, codes] = await Promise.all([
    ctx.db
      .selectFrom('products.recognition')
      .select(['id', 'version', 'stars', 'reason', 'level', 'decision_no', 'decided_on', 'year', 'decided_by'])
      .select(['certificate_no', 'criteria', 'part_a', 'part_b', 'part_c', 'total', 'valid_from', 'valid_to'])
      .where('product_id', '=', product)
      .where('superseded_at', 'is', null)
      .orderBy('valid_from', (by) => by.desc().nullsLast())
      .execute(),
    ctx.db
      .selectFrom('products.withdrawal')
      .select(['recognition_id', 'ground', 'decision_no', 'valid_from'])
      .where('product_id', '=', product)
      .where('superseded_at', 'is', null)
      .execute(),
    ctx.db.selectFrom('products.old_code').select('code').where('product_id', '=', product).orderBy('code').execute(),
  ]);
  return { recognitions, withdrawals, codes: codes.map(({ code }) => code) };
}

/** The products of a producer in the register. */
export async function productsOf(ctx: Ctx, producer: string): Promise<ListingRow[]> {
  const { rows } = await sql<ListingRow>`
    select ${columns(ctx.today)} from products.listing listing
    where listing.producer_id = ${producer} order by listing.name collate kernel.vi limit 200`.execute(ctx.db);
  return rows;
}

/** The names of products by their ids, for faces that hold only ids. */
export async function productNames(ctx: Ctx, ids: readonly string[]): Promise<Record<string, string>> {
  if (!ids.length) return {};
  const rows = await ctx.db
    .selectFrom('products.product')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

/** The newest recognitions that stand today. */
export async function newestRecognitions(ctx: Ctx, limit: number): Promise<(ListingRow & { valid_from: string })[]> {
  const { rows } = await sql<ListingRow & { valid_from: string }>`
    select ${columns(ctx.today)}, listing.valid_from from products.listing listing
    where listing.withdrawn_on is null and listing.stars is not null and listing.valid_to >= ${ctx.today}::date
    order by listing.valid_from desc, listing.product_id limit ${limit}`.execute(ctx.db);
  return rows;
}

export type RecognitionRow = {
  id: string;
  product_id: string;
  product: string;
  code: string | null;
  origin: string;
  stars: number;
  level: string;
  decision_no: string | null;
  decided_on: string | null;
  certificate_no: string | null;
  criteria: string;
  total: number | null;
  valid_to: string | null;
  withdrawn_on: string | null;
};

export type RecognitionFilter = {
  stars?: number | null;
  area?: string | null;
  endsBefore?: string | null;
  sort?: 'end' | 'newest';
  after?: string | null;
  page?: number;
  limit?: number;
};

/** Recognitions that stand in the register, newest first or by the day they end. */
export async function listRecognitions(
  ctx: Ctx,
  filter: RecognitionFilter,
): Promise<{ items: RecognitionRow[]; hasNext: boolean }> {
  const limit = filter.limit ?? 20;
  const { rows } = await sql<RecognitionRow>`
    select recognition.id, recognition.product_id, product.name as product, product.code, product.origin, recognition.stars, recognition.level, recognition.decision_no,
      recognition.decided_on, recognition.certificate_no, recognition.criteria, recognition.total, recognition.valid_to, withdrawal.valid_from as withdrawn_on
    from products.recognition recognition
    join products.product product on product.id = recognition.product_id
    left join products.withdrawal withdrawal on withdrawal.recognition_id = recognition.id and withdrawal.superseded_at is null
    where recognition.superseded_at is null
      and (${filter.stars ?? null}::int is null or recognition.stars = ${filter.stars ?? null})
      and (${filter.area ?? null}::text is null or product.area_path = ${filter.area ?? null} or product.area_path like ${filter.area ?? null} || '/%')
      and (${filter.endsBefore ?? null}::date is null or (recognition.valid_to < ${filter.endsBefore ?? null}::date and withdrawal.id is null))
      and (${filter.after ?? null}::uuid is null or recognition.id < ${filter.after ?? null}::uuid)
    order by ${filter.sort === 'end' ? sql`recognition.valid_to nulls last, recognition.id` : sql`recognition.id desc`}
    limit ${limit + 1} offset ${((filter.page ?? 1) - 1) * limit}`.execute(ctx.db);
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}

/** The product of a recognition, with all that it holds. @throws AppError not_found */
export async function productOfRecognition(ctx: Ctx, recognition: string): Promise<PublicProduct> {
  const row = isId(recognition)
    ? await ctx.db
        .selectFrom('products.recognition')
        .select('product_id')
        .where('id', '=', recognition)
        .where('superseded_at', 'is', null)
        .executeTakeFirst()
    : undefined;
  if (!row) throw new AppError('not_found');
  return publicProduct(ctx, row.product_id);
}
