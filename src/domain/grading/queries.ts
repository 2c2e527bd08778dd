import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { sheetOfVersion } from '#domain/criteria/queries';
import type { Sheet } from '#domain/criteria/schema';
import { canReadAssessment } from './policy.ts';
import type { Saved } from './rules.ts';
import type { AnswerValue } from './schema.ts';

/** The answers of a self-assessment, or those to some items of it, with the version of each. */
export async function answersOf(ctx: Ctx, assessment: string, items?: readonly string[]): Promise<Saved> {
  const rows = await ctx.db
    .selectFrom('grading.self_answer')
    .select(['item', 'value', 'version'])
    .where('assessment_id', '=', assessment)
    .$if(items !== undefined, (some) => some.where('item', '=', sql<string>`any(${items}::text[])`))
    .execute();
  return Object.fromEntries(rows.map(({ item, value, version }) => [item, { value: value as AnswerValue, version }]));
}

/**
 * The open self-assessment of a product with the exact sheet that it was begun on; null if there is none.
 * @throws AppError not_found for a product that this person may not see the scoring of
 */
export async function assessmentOf(ctx: Ctx, product: string) {
  const owner = isId(product)
    ? await ctx.db
        .selectFrom('products.product')
        .select(['producer_id', 'area_path'])
        .where('id', '=', product)
        .executeTakeFirst()
    : undefined;
  if (!owner || !canReadAssessment(ctx.actor, owner)) throw new AppError('not_found');
  const row = await ctx.db
    .selectFrom('grading.self_assessment')
    .select(['id', 'sheet_code', 'sheet_version', 'started_at'])
    .where('product_id', '=', product)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const [sheet, answers] = await Promise.all([
    sheetOfVersion(ctx, row.sheet_code, row.sheet_version),
    answersOf(ctx, row.id),
  ]);
  return { id: row.id, sheet, version: row.sheet_version, startedAt: row.started_at, answers };
}

/** The sheet that the open self-assessment of a product was begun on; `saveAnswers` asks who may write there. @throws AppError state.conflict */
export async function sheetOfAssessment(ctx: Ctx, id: string, product: string): Promise<Sheet> {
  const row =
    isId(id) && isId(product)
      ? await ctx.db
          .selectFrom('grading.self_assessment')
          .select(['sheet_code', 'sheet_version'])
          .where('id', '=', id)
          .where('product_id', '=', product)
          .where('closed_at', 'is', null)
          .executeTakeFirst()
      : undefined;
  if (!row) throw new AppError('state.conflict', { details: { reason: 'grading.closed' } });
  return sheetOfVersion(ctx, row.sheet_code, row.sheet_version);
}
