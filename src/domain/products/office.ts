import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { fold } from '#kernel/text';
import { within } from '#domain/areas/scopes';
import { columns, conditions, type ListingRow, type ProductFilter, stateOn } from './search.ts';

const orders = {
  name: sql`listing.name collate kernel.vi, listing.product_id`,
  end: sql`listing.valid_to nulls last, listing.product_id`,
  changed: sql`listing.changed_at desc, listing.product_id`,
};

/** Products for the office: by words and filters, in the order asked for, 30 to a page. */
export async function listProducts(
  ctx: Ctx,
  filter: ProductFilter & { sort: keyof typeof orders; page: number; limit?: number },
): Promise<{ items: (ListingRow & { changed_at: Date })[]; hasNext: boolean }> {
  const limit = filter.limit ?? 30;
  const words = fold(filter.q ?? '')
    .split(' ')
    .filter(Boolean)
    .map((word) => `'${word}':*`);
  const matching = words.length ? sql`listing.folded @@ to_tsquery('simple', ${words.join(' & ')})` : sql`true`;
  const { rows } = await sql<ListingRow & { changed_at: Date }>`
    select ${columns(ctx.today)}, listing.changed_at
    from products.listing listing where ${matching} and ${conditions(filter, ctx.today)}
    order by ${orders[filter.sort]} limit ${limit + 1} offset ${(filter.page - 1) * limit}`.execute(ctx.db);
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}

export type Duties = { ending: number; unknown: number; none: number; products: number };

/** What waits for an officer in their areas: stars that end within `days`, stars of unknown standing, products without one. */
export async function dutiesIn(ctx: Ctx, scopes: readonly string[], days: number): Promise<Duties> {
  const { rows } = await sql<Duties>`
    with own as (
      select listing.*, ${stateOn(ctx.today)} as state from products.listing listing
      where listing.origin <> 'citation' and ${within('listing.area_path', scopes)}
    )
    select count(*)::int as products,
      (count(*) filter (where state = 'valid' and valid_to < ${ctx.today}::date + ${days}::int))::int as ending,
      (count(*) filter (where state = 'unknown'))::int as unknown,
      (count(*) filter (where state = 'none'))::int as none
    from own`.execute(ctx.db);
  return rows[0]!;
}

/** The register of one area's subtree in three numbers; what is only quoted is not counted. */
export async function figuresIn(
  ctx: Ctx,
  path: string,
): Promise<{ products: number; starred: number; producers: number }> {
  const { rows } = await sql<{ products: number; starred: number; producers: number }>`
    select count(*)::int as products, (count(*) filter (where ${stateOn(ctx.today)} = 'valid'))::int as starred,
      count(distinct listing.producer_id)::int as producers
    from products.listing listing
    where listing.origin <> 'citation' and (listing.area_path = ${path} or listing.area_path like ${path} || '/%')`.execute(
    ctx.db,
  );
  return rows[0]!;
}

/** The withdrawal of a recognition as its form needs it: with its version and the note, which no public page shows. */
export const withdrawalForm = (ctx: Ctx, recognition: string) =>
  ctx.db
    .selectFrom('products.withdrawal')
    .select(['version', 'ground', 'valid_from as on', 'decision_no', 'note'])
    .where('recognition_id', '=', recognition)
    .where('superseded_at', 'is', null)
    .executeTakeFirst();
