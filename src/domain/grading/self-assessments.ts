import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { assertStands } from '#kernel/pointers';
import { checkAnswers } from '#domain/criteria/answers';
import { sheetOfSet, sheetOfVersion } from '#domain/criteria/queries';
import { isProducer } from '#domain/identity/rules';
import { canAssess } from './policy.ts';
import { answersOf } from './queries.ts';
import { isSame, partsOf, type Saved } from './rules.ts';
import { type AnswerValue, BeginAssessment, SaveAnswers } from './schema.ts';

/** The product, locked, if this person assesses it. @throws AppError not_found, refused */
async function lockProduct(tx: Tx, id: string) {
  const product = await tx.db
    .selectFrom('products.product')
    .select(['id', 'producer_id', 'area_path', 'set_no', 'merged_into'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!product) throw new AppError('not_found');
  if (!canAssess(tx.actor, product)) throw new AppError('refused');
  assertStands(product);
  return product;
}

/**
 * Begins a product's self-assessment on the sheet in force, or finds the one that is open. One on an older version of
 * the sheet stays on it; `anew` closes it and begins on the newer one.
 * @returns its id @throws AppError not_found, refused
 */
export const beginAssessment = action(
  { name: 'grading.begin', input: BeginAssessment, may: isProducer },
  async (tx, input) => {
    const product = await lockProduct(tx, input.product);
    const open = await tx.db
      .selectFrom('grading.self_assessment')
      .select(['id', 'sheet_code', 'sheet_version'])
      .where('product_id', '=', product.id)
      .where('closed_at', 'is', null)
      .executeTakeFirst();
    const { sheet, version } = await sheetOfSet(tx, product.set_no);
    const isOld = open && (open.sheet_code !== sheet.code || open.sheet_version !== version);
    if (open && !(input.anew && isOld)) return { id: open.id };
    if (open)
      await tx.db.updateTable('grading.self_assessment').set({ closed_at: tx.now }).where('id', '=', open.id).execute();
    const id = newId();
    await tx.db
      .insertInto('grading.self_assessment')
      .values({
        id,
        product_id: product.id,
        producer_id: product.producer_id!,
        sheet_code: sheet.code,
        sheet_version: version,
        started_at: tx.now,
        started_by: authorOf(tx),
      })
      .execute();
    const subject = { kind: 'product', id: product.id, area: product.area_path };
    await record(tx, 'assessment.begun', subject, { sheet: sheet.code, version });
    return { id };
  },
);

/** An answer that was changed elsewhere since it was seen: nothing is overwritten, the reader chooses. */
export type Conflict = { item: string; mine: AnswerValue; theirs: AnswerValue; version: number };

/**
 * Saves answers one by one: each is written if it was seen in the version that stands; the others come back with what
 * stands now, and wait. The same answer given twice is no conflict.
 * @returns the versions of what stands as sent, and the conflicts
 * @throws AppError not_found, refused, input.invalid for what is not on the sheet
 */
export const saveAnswers = action(
  { name: 'grading.save_answers', input: SaveAnswers, may: isProducer },
  async (tx, input): Promise<{ saved: Record<string, number>; conflicts: Conflict[] }> => {
    const assessment = await tx.db
      .selectFrom('grading.self_assessment')
      .select(['id', 'product_id', 'sheet_code', 'sheet_version', 'closed_at'])
      .where('id', '=', input.assessment)
      .executeTakeFirst();
    if (!assessment) throw new AppError('not_found');
    const product = await lockProduct(tx, assessment.product_id);
    if (assessment.closed_at) throw new AppError('state.conflict', { details: { reason: 'grading.closed' } });
    const sheet = await sheetOfVersion(tx, assessment.sheet_code, assessment.sheet_version);
    const told: Saved = Object.fromEntries(input.answers.map(({ item, ...answer }) => [item, answer]));
    const { answers } = partsOf(told);
    const rules = input.answers.flatMap(({ item, value }) => (typeof value === 'boolean' ? [item] : []));
    checkAnswers(sheet, { answers, broken: rules });

    const standing = await answersOf(tx, assessment.id, input.answers.map(({ item }) => item)); // prettier-ignore
    const saved: Record<string, number> = {};
    const conflicts: Conflict[] = [];
    for (const { item, value, version } of input.answers) {
      const now = standing[item];
      if (now && isSame(now.value, value)) saved[item] = now.version;
      else if ((now?.version ?? 0) !== version)
        conflicts.push({ item, mine: value, theirs: now?.value ?? null, version: now?.version ?? 0 });
      else {
        saved[item] = version + 1;
        await write(tx, assessment.id, item, value, version + 1);
      }
    }
    if (Object.keys(saved).length) {
      const subject = { kind: 'product', id: product.id, area: product.area_path };
      await record(tx, 'assessment.answered', subject, { assessment: assessment.id, items: Object.keys(saved) });
    }
    return { saved, conflicts };
  },
);

async function write(tx: Tx, assessment_id: string, item: string, value: AnswerValue, version: number) {
  const said = { value: JSON.stringify(value), version, changed_at: tx.now, changed_by: tx.actor?.id ?? null };
  await tx.db
    .insertInto('grading.self_answer')
    .values({ assessment_id, item, ...said })
    .onConflict((at) => at.columns(['assessment_id', 'item']).doUpdateSet(said))
    .execute();
}
