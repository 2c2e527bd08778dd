import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';

export type EndingContract = { id: string; organisation_id: string; area_path: string; end: string };

/**
 * Supply contracts that end within `ahead` days, or ended at most `past` days ago, by id: for the chore that warns. One
 * that the same partner follows up for the same material is left out.
 * @param after the id of the last one seen
 */
export async function endingContracts(
  ctx: Ctx | Tx,
  { after, ahead, past, limit }: { after: string | null; ahead: number; past: number; limit: number },
): Promise<EndingContract[]> {
  const { rows } = await sql<EndingContract>`
    select contract.id, contract.producer_id as organisation_id, producer.area_path, contract.valid_to as "end"
    from producers.supply_contract contract join producers.producer producer on producer.id = contract.producer_id
    where contract.superseded_at is null
      and contract.valid_to between ${ctx.today}::date - ${past}::int and ${ctx.today}::date + ${ahead}::int
      and (${after}::uuid is null or contract.id > ${after}::uuid)
      and not exists (select from producers.supply_contract later
        where later.producer_id = contract.producer_id and later.superseded_at is null and later.partner = contract.partner
          and later.material = contract.material and (later.valid_to is null or later.valid_to > contract.valid_to))
    order by contract.id limit ${limit}`.execute(ctx.db);
  return rows;
}
