import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '#kernel/context';
import { CursorId, CursorName, cursorOf, readCursor } from '#kernel/cursor';
import { exact } from '#kernel/text';
import { holding, lexeme } from './matching.ts';
import { nearest } from './nearest.ts';
import type { State } from './rules.ts';
import { wordsOf } from './shown.ts';

/** A row of the register as everybody sees it. `state` is that of today. */
export type ListingRow = {
  id: string;
  origin: string;
  name: string;
  code: string | null;
  set_no: number;
  producer_id: string | null;
  producer_name: string | null;
  producer_kind: string | null;
  commune_id: string | null;
  commune_name: string | null;
  state: State;
  stars: number | null;
  valid_to: string | null;
  withdrawn_on: string | null;
  cited_stars: number | null;
  cited_year: number | null;
  /** The lightest width of its first picture. */
  picture: { hash: string; width: number; height: number } | null;
};

export type ProductFilter = {
  q?: string | null;
  /** A star that holds today. */
  stars?: number | null;
  state?: State | null;
  set?: number | null;
  /** The path of an area's subtree. */
  area?: string | null;
  kind?: string | null;
  /** `register`: what the programme counts; `cited`: only quoted from public sources. */
  source?: string | null;
  after?: string | null;
  limit?: number;
};

export type Found = {
  items: ListingRow[];
  total: number;
  totalIsExact: boolean;
  next: string | null;
  corrected: string | null;
};

/** Counts are exact up to this; beyond, the first so many candidates are ranked. */
const counted = 1000;

/** The state of a listing row on a day, as SQL: the same rule as `standing` in rules.ts (a test compares them). */
export const stateOn = (today: string): RawBuilder<State> => sql<State>`case
  when listing.stars is null then case when listing.origin = 'citation' then 'unknown' else 'none' end
  when listing.withdrawn_on is null and listing.valid_to >= ${today}::date then 'valid'
  when listing.maybe_later or (listing.withdrawn_on is null and listing.valid_to is null) then 'unknown'
  when listing.withdrawn_on is not null then 'withdrawn'
  else 'expired' end`;

/** What an index can tell of a state, before the rule is asked. */
const narrowed: Partial<Record<State, (today: string) => RawBuilder<boolean>>> = {
  valid: (today) => sql`listing.valid_to >= ${today}::date`,
  expired: (today) => sql`listing.valid_to < ${today}::date`,
  withdrawn: () => sql`listing.withdrawn_on is not null`,
};

const inState = (state: State, today: string): RawBuilder<boolean> =>
  sql`(${narrowed[state]?.(today) ?? sql`true`} and ${stateOn(today)} = ${state})`;

/** The conditions of a filter over `products.listing listing`. */
export function conditions(filter: ProductFilter, today: string): RawBuilder<boolean> {
  const parts: RawBuilder<boolean>[] = [];
  if (filter.stars) parts.push(sql`listing.stars = ${filter.stars}`, inState('valid', today));
  if (filter.state) parts.push(inState(filter.state, today));
  if (filter.set) parts.push(sql`listing.set_no = ${filter.set}`);
  if (filter.source)
    parts.push(filter.source === 'cited' ? sql`listing.origin = 'citation'` : sql`listing.origin <> 'citation'`);
  if (filter.kind) parts.push(sql`listing.producer_kind = ${filter.kind}`);
  if (filter.area)
    parts.push(sql`(listing.area_path = ${filter.area} or listing.area_path like ${`${filter.area}/%`})`);
  return parts.length ? sql.join(parts, sql` and `) : sql`true`;
}

/** The columns of a `ListingRow`, and no more: what a page is given, its data tells to everybody. */
export const columns = (
  today: string,
): RawBuilder<unknown> => sql`listing.product_id as id, listing.origin, listing.name, listing.code, listing.set_no, listing.producer_id,
  listing.producer_name, listing.producer_kind, listing.commune_id, listing.commune_name, ${stateOn(today)} as state,
  listing.stars, listing.valid_to, listing.withdrawn_on, listing.cited_stars, listing.cited_year, listing.picture`;

/**
 * Products of the register by words and filters. Words may come in any order, with or without marks; where no row holds
 * them, slips of the finger are mended and said so in `corrected`. Rows with the words as typed come
 * first. Without words the order is by name.
 * @throws AppError input.invalid at `after` for a cursor that is not ours
 */
export async function searchProducts(ctx: Ctx, filter: ProductFilter): Promise<Found> {
  const typed = wordsOf(filter.q ?? '');
  const found = await listed(ctx, filter, typed);
  if (!typed.length || found.total) return found; // a row holds all the words, so the register knows them
  const meant = await nearest(ctx, typed);
  const corrected = meant.join(' ');
  return corrected === typed.join(' ') ? found : { ...(await listed(ctx, filter, meant)), corrected };
}

async function listed(ctx: Ctx, filter: ProductFilter, words: readonly string[]): Promise<Found> {
  const limit = filter.limit ?? 20;
  const where = conditions(filter, ctx.today);
  const { rows } = await (words.length ? ranked(ctx, filter, words, where, limit) : byName(ctx, filter, where, limit));
  const found = rows[0]?.found ?? 0;
  const page = rows.filter((row) => row.id !== null);
  const items = page.slice(0, limit).map(({ found: _, score: __, ...row }) => row as ListingRow);
  const last = page[limit - 1];
  const next =
    page.length > limit && last
      ? cursorOf(words.length ? { score: last.score!, id: last.id } : { name: last.name, id: last.id })
      : null;
  return { items, total: Math.min(found, counted), totalIsExact: found <= counted, next, corrected: null };
}

type Row = ListingRow & { found: number; score: number | null };

/** The first 1,000 candidates, those with the words as typed above, then by weight of where the words stand. */
function ranked(ctx: Ctx, filter: ProductFilter, words: readonly string[], where: RawBuilder<boolean>, limit: number) {
  const after = filter.after ? readCursor(filter.after, Ranked) : null;
  const typed = exact(filter.q ?? '')
    .split(' ')
    .filter(Boolean)
    .map(lexeme)
    .join(' & ');
  const query = words.map(lexeme).join(' & ');
  return sql<Row>`
    with candidate as materialized (
      select ${columns(ctx.today)},
        (10 * ts_rank(listing.exact, to_tsquery('simple', ${typed})) + ts_rank(listing.folded, to_tsquery('simple', ${query})))::float8 as score
      from products.listing listing where ${holding(words)} and ${where} limit ${counted + 1}
    ), page as (
      select * from candidate where ${after ? sql`(-score, id) > (${-after.score}::float8, ${after.id}::uuid)` : sql`true`}
      order by score desc, id limit ${limit + 1}
    )
    select counts.found, page.* from (select count(*)::int as found from candidate) counts left join page on true
    order by score desc, id`.execute(ctx.db);
}

function byName(ctx: Ctx, filter: ProductFilter, where: RawBuilder<boolean>, limit: number) {
  const after = filter.after ? readCursor(filter.after, Named) : null;
  return sql<Row>`
    with page as (
      select listing.* from products.listing listing
      where ${where} and ${after ? sql`(listing.name collate kernel.vi, listing.product_id) > (${after.name} collate kernel.vi, ${after.id}::uuid)` : sql`true`}
      order by listing.name collate kernel.vi, listing.product_id limit ${limit + 1}
    )
    select counts.found, null::float8 as score, ${columns(ctx.today)}
    from (select count(*)::int as found from (select from products.listing listing where ${where} limit ${counted + 1}) matching) counts
    left join page listing on true
    order by listing.name collate kernel.vi, listing.product_id`.execute(ctx.db);
}

const Ranked = z.strictObject({ score: z.number(), id: CursorId });
const Named = z.strictObject({ name: CursorName, id: CursorId });
