import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';

export type EndingStar = {
  id: string;
  organisation_id: string;
  area_path: string;
  stars: number;
  since: string;
  end: string;
};

/**
 * Products of the register whose star ends within `ahead` days, or ended at most `past` days ago and was not withdrawn,
 * by id: for the chore that warns.
 * @param after the id of the last one seen
 */
export async function endingStars(
  ctx: Ctx | Tx,
  { after, ahead, past, limit }: { after: string | null; ahead: number; past: number; limit: number },
): Promise<EndingStar[]> {
  const { rows } = await sql<EndingStar>`
    select listing.product_id as id, listing.producer_id as organisation_id, listing.area_path, listing.stars, listing.valid_from as since, listing.valid_to as "end"
    from products.listing listing
    where listing.withdrawn_on is null and listing.origin <> 'citation' and listing.producer_id is not null
      and listing.valid_to between ${ctx.today}::date - ${past}::int and ${ctx.today}::date + ${ahead}::int
      and (${after}::uuid is null or listing.product_id > ${after}::uuid)
    order by listing.product_id limit ${limit}`.execute(ctx.db);
  return rows;
}
