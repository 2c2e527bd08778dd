import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import { end, replaced } from './queries.ts';

export type EndingPaper = {
  id: string;
  organisation_id: string;
  area_path: string;
  type: string;
  end: string;
};

/**
 * Papers that end within the warning lead of their type, or ended at most `past` days ago, whoever may see them, by id:
 * for the chore that warns. Refused papers, and those whose place a later one has taken, are left out. Printed ends and
 * days of issue are read by their indexes; the exact day is computed for what was found.
 * @param after the id of the last one seen
 */
export async function endingPapers(
  ctx: Ctx | Tx,
  { after, past, limit }: { after: string | null; past: number; limit: number },
): Promise<EndingPaper[]> {
  const { rows } = await sql<EndingPaper>`
    with near as (
      select paper.row_id from papers.type type join papers.paper paper on paper.type = type.code
        and paper.superseded_at is null and paper.printed_end is not null
        and paper.printed_end between ${ctx.today}::date - ${past}::int and ${ctx.today}::date + type.lead_days
      where type.superseded_at is null
      union all
      -- Months differ in length: a few days more on both sides, of which the exact end below takes its own.
      select paper.row_id from papers.type type join papers.paper paper on paper.type = type.code
        and paper.superseded_at is null and paper.printed_end is null
        and paper.issued_on between (${ctx.today}::date - ${past}::int - 4 - make_interval(months => type.life_months))::date
          and (${ctx.today}::date + type.lead_days + 4 - make_interval(months => type.life_months))::date
      where type.superseded_at is null
    )
    select paper.id, paper.organisation_id, paper.area_path, paper.type, ${end} as "end"
    from near join papers.paper paper on paper.row_id = near.row_id
    join papers.type type on type.code = paper.type and type.superseded_at is null
    where (${after}::uuid is null or paper.id > ${after}::uuid) and paper.verdict is distinct from 'wrong'
      and ${end} between ${ctx.today}::date - ${past}::int and ${ctx.today}::date + type.lead_days and not ${replaced}
    order by paper.id limit ${limit}`.execute(ctx.db);
  return rows;
}
