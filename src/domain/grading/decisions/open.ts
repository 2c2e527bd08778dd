import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';

export type OpenDecision = {
  id: string;
  kind: 'recognise' | 'withdraw';
  level: 'province' | 'ministry';
  area_path: string;
  subject: string | null;
  number: string;
  decided_on: string;
  signer: string;
  signer_title: string | null;
  released_at: Date;
  products: number;
};

export type OpenFilter = { area: string | null; year: number | null; after: string | null; limit: number };

/** Released decisions of a place and all below it, the last drafted first, a page after the one that ended at `after`. */
export async function openDecisions(ctx: Ctx, { area, year, after, limit }: OpenFilter) {
  const { rows } = await sql<OpenDecision>`
    select decision.id, kind, level, area_path, subject, number, decided_on, signer, signer_title, released_at,
      (select count(*)::int from grading.decision_line line where line.decision_id = decision.id) as products
    from grading.decision decision
    where status = 'released' and (${after}::uuid is null or id < ${after}::uuid)
      and (${area}::text is null or area_path = ${area} or area_path like ${area} || '/%')
      and (${year}::int is null or extract(year from decided_on) = ${year})
    order by id desc limit ${limit + 1}`.execute(ctx.db);
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}
