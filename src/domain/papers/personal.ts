import { sql } from 'kysely';
import type { Holder } from '#kernel/personal';

/**
 * Papers belong to a producer and stay with it, like the acts of whoever handed them in or checked them: the decisions
 * that rest on them must be traceable. The person is told of each; whose name stands on a scan is the producer's to know.
 */
export const papersHolder: Holder = {
  async held(ctx, person) {
    const { rows: handed } = await sql`
      select type.name_vi as paper_type, paper.number, paper.issuer, paper.issued_on, paper.printed_end, producer.name as producer,
        paper.recorded_at
      from papers.paper join papers.type on type.code = paper.type and type.superseded_at is null
      join producers.producer on producer.id = paper.owner_id
      where paper.recorded_by = ${person} order by paper.recorded_at desc limit 1000`.execute(ctx.db);
    const { rows: checked } = await sql`
      select paper.number, paper.verdict, paper.verdict_note, paper.checked_at from papers.paper
      where paper.checked_by = ${person} and paper.superseded_at is null
      order by paper.checked_at desc limit 1000`.execute(ctx.db);
    return handed.length || checked.length ? { papers_handed_in: handed, papers_checked: checked } : {};
  },
  async erase(tx, person) {
    const { rows } = await sql`select from papers.paper where ${person} in (recorded_by, checked_by) limit 1`.execute(
      tx.db,
    );
    return rows.length ? ['trust.kept.papers'] : [];
  },
};
