import { type RawBuilder, sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import { within } from '#domain/areas/scopes';
import { currentProcess } from './decision.ts';
import type { WatchStage } from './rules.ts';
import { closingDays, extendedUntil, possibleOf, watched } from './watch.ts';

const daysOf = (id: string) => currentProcess.clocks.find((clock) => clock.id === id)!.days;
const [earliest, latest] = [daysOf('regradingEarliest'), daysOf('regradingLatest')];

/** A regrading of the product that was filed and has not come to an end. */
const filed = sql<boolean>`exists (select from grading.dossier dossier where dossier.product_id = listing.product_id and dossier.kind = 'regrading'
  and dossier.status not in ('draft', 'recognised', 'not_recognised', 'eliminated', 'declined', 'retracted'))`;

/** The stage of a listing on a day: the same rule as `watchStage` (a test compares them). */
const stageOn = (today: string): RawBuilder<WatchStage> => sql<WatchStage>`case
  when ${filed} then 'filed'
  when ${today}::date > listing.valid_to then 'expired'
  when ${today}::date > listing.valid_to - ${latest}::int then 'missed'
  when ${today}::date < listing.valid_to - ${earliest}::int then 'soon'
  when ${today}::date + ${closingDays}::int >= listing.valid_to - ${latest}::int then 'closing'
  else 'open' end`;

/** Certificates of products of the register that are watched on a day, in the areas of this person's roles. */
const watchedBy = (ctx: Ctx) => sql`
  select listing.product_id as id, listing.name, listing.code, listing.producer_name as producer, listing.commune_name as commune,
    listing.stars, listing.valid_from as "decidedOn", listing.valid_to as "end", ${filed} as filed, ${stageOn(ctx.today)} as stage, listing.area_path
  from products.listing listing
  where listing.origin <> 'citation' and listing.withdrawn_on is null and listing.stars is not null and listing.valid_from is not null
    and listing.valid_to between ${ctx.today}::date - ${watched.after}::int and ${ctx.today}::date + ${earliest + watched.before}::int
    and ${within('listing.area_path', scopesOf(ctx))}`;

const scopesOf = ({ actor }: Ctx): string[] =>
  actor?.system ? ['VN'] : (actor?.grants ?? []).flatMap(({ area }) => area ?? []);

type Row = { id: string; name: string; code: string | null; producer: string | null; commune: string | null; stars: number; decidedOn: string; end: string; filed: boolean; stage: WatchStage }; // prettier-ignore
export type BoardRow = Row & { possible: ReturnType<typeof possibleOf>; until: string | null };

type Filter = { stage: string | null; stars: number | null; area: string | null; page: number; limit?: number };

/** The board: what closes or ends first comes first, what ended last. */
export async function watchBoard(
  ctx: Ctx,
  { stage, stars, area, page, limit = 30 }: Filter,
): Promise<{ items: BoardRow[]; hasNext: boolean }> {
  const { rows } = await sql<Row>`
    with board as (${watchedBy(ctx)})
    select id, name, code, producer, commune, stars, "decidedOn", "end", filed, stage from board
    where (${stage}::text is null or stage = ${stage}) and (${stars}::int is null or stars = ${stars})
      and (${area}::text is null or area_path = ${area} or area_path like ${area} || '/%')
    order by stage = 'expired', "end", id limit ${limit + 1} offset ${(page - 1) * limit}`.execute(ctx.db);
  const items = rows.slice(0, limit).map((row) => ({
    ...row,
    possible: possibleOf(row, row.stage, ctx.today),
    until: extendedUntil(row),
  }));
  return { items, hasNext: rows.length > limit };
}

/** How many certificates stand in each stage. */
export async function boardCounts(ctx: Ctx): Promise<Partial<Record<WatchStage, number>>> {
  const { rows } = await sql<{ stage: WatchStage; n: number }>`
    with board as (${watchedBy(ctx)}) select stage, count(*)::int as n from board group by stage`.execute(ctx.db);
  return Object.fromEntries(rows.map(({ stage, n }) => [stage, n]));
}

/** Those of the products whose regrading is under way. */
export async function regradingsUnderWay(ctx: Ctx | Tx, products: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select listing.product_id as id from products.listing listing
    where listing.product_id = any(${[...products]}::uuid[]) and ${filed}`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}
