import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { stateOn } from './search.ts';

export type Figures = {
  /** Products in the programme: what is quoted from public sources is counted apart. */
  products: number;
  starred: number;
  producers: number;
  communes: number;
  cited: number;
  demo: number;
  byStar: { stars: number; n: number }[];
  byState: { state: string; n: number }[];
  bySet: { set_no: number; n: number; starred: number }[];
  byKind: { kind: string; n: number; starred: number }[];
  byCommune: { commune_id: string; commune: string; n: number; starred: number }[];
};

/** The register in numbers, today, in one read that counts all parts in one pass. */
export async function figures(ctx: Ctx): Promise<Figures> {
  const { rows } = await sql<{ figures: Figures }>`
    with listed as materialized (
      select listing.origin, listing.set_no, listing.producer_id, listing.producer_kind, listing.commune_id, listing.commune_name, listing.stars, ${stateOn(ctx.today)} as state
      from products.listing listing
    ), own as (select * from listed where origin <> 'citation'
    ), counted as materialized (
      select grouping(set_no, producer_kind, commune_id, state) as part, set_no, producer_kind, commune_id, commune_name, state, stars,
        count(*) as n, count(*) filter (where state = 'valid') as starred
      from own group by grouping sets ((), (set_no), (producer_kind), (commune_id, commune_name), (state, stars))
    ), apart as (select count(*) filter (where origin = 'citation') as cited, count(*) filter (where origin = 'demo') as demo from listed)
    select json_build_object(
      'products', (select n from counted where part = 15),
      'starred', (select starred from counted where part = 15),
      'producers', (select count(*) from (select distinct producer_id from own where producer_id is not null) r),
      'communes', (select count(distinct commune_id) from counted where part = 13),
      'cited', (select cited from apart),
      'demo', (select demo from apart),
      'byStar', (select coalesce(json_agg(r order by r.stars desc), '[]') from (select stars, n from counted where part = 14 and state = 'valid') r),
      'byState', (select coalesce(json_agg(r order by r.n desc), '[]') from (select state, sum(n)::int as n from counted where part = 14 group by state) r),
      'bySet', (select coalesce(json_agg(r order by r.set_no), '[]') from (select set_no, n, starred from counted where part = 7) r),
      'byKind', (select coalesce(json_agg(r order by r.n desc), '[]') from (select producer_kind as kind, n, starred from counted where part = 11) r),
      'byCommune', (select coalesce(json_agg(r order by r.n desc, r.commune collate kernel.vi), '[]') from (
        select commune_id, commune_name as commune, n, starred from counted where part = 13) r)
    ) as figures`.execute(ctx.db);
  return rows[0]!.figures;
}
