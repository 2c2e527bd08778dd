import { sql } from 'kysely';
import type { Holder } from '#kernel/personal';

/** A self-assessment is the producer's: it stays, and says by an id who answered. It holds options of a sheet, no words. */
export const gradingHolder: Holder = {
  async held(ctx, person) {
    const { rows } = await sql`
      select product.name as product, assessment.sheet_code, assessment.started_at,
        (select count(*)::int from grading.self_answer answer
          where answer.assessment_id = assessment.id and answer.changed_by = ${person}) as answers_of_mine
      from grading.self_assessment assessment join products.product on product.id = assessment.product_id
      where assessment.started_by = ${person} or exists (select from grading.self_answer answer
        where answer.assessment_id = assessment.id and answer.changed_by = ${person})
      order by assessment.started_at desc limit 1000`.execute(ctx.db);
    return rows.length ? { self_assessments: rows } : {};
  },
  async erase(tx, person) {
    const { rows } = await sql`
      select from grading.self_assessment where started_by = ${person}
      union all select from grading.self_answer where changed_by = ${person} limit 1`.execute(tx.db);
    return rows.length ? ['trust.kept.assessments'] : [];
  },
};
