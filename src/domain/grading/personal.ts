import { sql } from 'kysely';
import type { Holder } from '#kernel/personal';

/**
 * Self-assessments, ideas and plans are the producer's: they stay, and say by an id who wrote. What officers remarked is
 * an official act.
 */
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
    const ideas = await sql`
      select idea.name, idea.stage as idea_stage, idea.status as idea_state, idea.idea::text as idea, idea.plan::text as plan, idea.opened_at,
        (select coalesce(json_agg(step.words), '[]') from grading.idea_step step where step.idea_id = idea.id and step.by = ${person} and step.words is not null) as my_words
      from grading.idea where idea.opened_by = ${person} or idea.changed_by = ${person}
        or exists (select from grading.idea_step step where step.idea_id = idea.id and step.by = ${person})
      order by idea.id desc limit 1000`.execute(ctx.db);
    return { ...(rows.length && { self_assessments: rows }), ...(ideas.rows.length && { ideas: ideas.rows }) };
  },
  async erase(tx, person) {
    const { rows } = await sql`
      select from grading.self_assessment where started_by = ${person}
      union all select from grading.self_answer where changed_by = ${person} limit 1`.execute(tx.db);
    const ideas = await sql`
      select from grading.idea where opened_by = ${person} or changed_by = ${person}
      union all select from grading.idea_step where by = ${person} limit 1`.execute(tx.db);
    return [...(rows.length ? ['trust.kept.assessments'] : []), ...(ideas.rows.length ? ['trust.kept.ideas'] : [])];
  },
};
