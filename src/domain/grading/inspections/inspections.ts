import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { claimUpload } from '#kernel/files/rows';
import { isId, newId } from '#kernel/ids';
import { assertVersion } from '#domain/identity/versions';
import { canInspect, mayInspect } from './policy.ts';
import { conclusionsFor } from './rules.ts';
import { AddFinding, ChangeInspection, ConcludeInspection, MendFinding, PlanInspection } from './schema.ts';

/** The inspection, locked. @throws AppError not_found for one of elsewhere */
async function lockInspection(tx: Tx, id: string) {
  const row = isId(id)
    ? await tx.db.selectFrom('grading.inspection').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    : undefined;
  if (!row || !canInspect(tx.actor, row)) throw new AppError('not_found');
  return row;
}
type Inspection = Awaited<ReturnType<typeof lockInspection>>;

const subjectOf = ({ product_id, area_path }: Pick<Inspection, 'product_id' | 'area_path'>) => ({
  kind: 'product',
  id: product_id,
  area: area_path,
});

const stamp = (tx: Tx, row: { version: number }) => ({
  version: row.version + 1,
  changed_at: tx.now,
  changed_by: authorOf(tx),
});

const assertOpen = (row: Inspection): void => {
  if (row.conclusion && row.conclusion !== 'mend')
    throw new AppError('state.conflict', { details: { reason: 'inspections.concluded_already' } });
};

/**
 * Plans a look at a product after its star, or notes one that is made at once (article 9).
 * @returns its id @throws AppError not_found, input.invalid
 */
export const planInspection = action(
  { name: 'inspections.plan', input: PlanInspection, may: mayInspect },
  async (tx, { product: productId, ...input }) => {
    const product = await tx.db
      .selectFrom('products.product')
      .select(['id', 'producer_id', 'area_path', 'merged_into'])
      .where('id', '=', productId)
      .executeTakeFirst();
    if (!product?.producer_id || product.merged_into || !canInspect(tx.actor, { ...product, level: input.level }))
      throw new AppError('not_found');
    if (input.kind === 'ad_hoc' && !input.why) throw fieldError('why', 'fields.required');
    const id = newId();
    await tx.db
      .insertInto('grading.inspection')
      .values({
        id,
        product_id: product.id,
        producer_id: product.producer_id,
        area_path: product.area_path,
        ...input,
        made_at: tx.now,
        made_by: authorOf(tx),
        changed_at: tx.now,
        changed_by: authorOf(tx),
      })
      .execute();
    await record(tx, 'inspection.planned', subjectOf({ product_id: product.id, area_path: product.area_path }), {
      inspection: id,
      kind: input.kind,
      on: input.planned_on,
    });
    return { id };
  },
);

/** Another day, another team. @throws AppError not_found, version.stale, state.conflict */
export const changeInspection = action(
  { name: 'inspections.change', input: ChangeInspection, may: mayInspect },
  async (tx, { id, version, ...said }) => {
    const row = await lockInspection(tx, id);
    await assertVersion(tx, row, version, said);
    assertOpen(row);
    await tx.db
      .updateTable('grading.inspection')
      .set({ ...said, ...stamp(tx, row) })
      .where('id', '=', id)
      .execute();
    await record(tx, 'inspection.changed', subjectOf(row), { inspection: id, on: said.planned_on });
  },
);

/** One thing that was found, with the day by which it is mended. @throws AppError not_found, state.conflict, input.invalid at `mend_by` */
export const addFinding = action(
  { name: 'inspections.find', input: AddFinding, may: mayInspect },
  async (tx, { inspection, file, ...said }) => {
    const row = await lockInspection(tx, inspection);
    assertOpen(row);
    if (said.verdict === 'mend' && !said.mend_by) throw fieldError('mend_by', 'fields.required');
    if (said.mend_by && said.mend_by < tx.today) throw fieldError('mend_by', 'inspections.past');
    const id = newId();
    await tx.db
      .insertInto('grading.inspection_finding')
      .values({
        id,
        inspection_id: row.id,
        ...said,
        file_id: file ? await claimUpload(tx, file) : null,
        at: tx.now,
        by: authorOf(tx),
      })
      .execute();
    await record(tx, 'inspection.found', subjectOf(row), { inspection: row.id, verdict: said.verdict });
    return { id };
  },
);

/** What was to be mended is mended. @throws AppError not_found, state.conflict, input.invalid at `on` */
export const mendFinding = action(
  { name: 'inspections.mend', input: MendFinding, may: mayInspect },
  async (tx, input) => {
    const finding = await tx.db
      .selectFrom('grading.inspection_finding')
      .select('inspection_id')
      .where('id', '=', input.finding)
      .executeTakeFirst();
    if (!finding) throw new AppError('not_found');
    const row = await lockInspection(tx, finding.inspection_id);
    if (input.on > tx.today) throw fieldError('on', 'producers.future');
    const mended = await tx.db
      .updateTable('grading.inspection_finding')
      .set({ mended_on: input.on })
      .where('id', '=', input.finding)
      .where('mended_on', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!mended) throw new AppError('state.conflict');
    await record(tx, 'inspection.mended', subjectOf(row), { inspection: row.id });
  },
);

/**
 * What the inspection comes to. "To be mended" stays open until it is mended or withdrawn.
 * @throws AppError not_found, version.stale, state.conflict, input.invalid at `conclusion` where the findings say otherwise
 */
export const concludeInspection = action(
  { name: 'inspections.conclude', input: ConcludeInspection, may: mayInspect },
  async (tx, { id, version, ...said }) => {
    const row = await lockInspection(tx, id);
    await assertVersion(tx, row, version, said);
    assertOpen(row);
    if (said.held_on > tx.today) throw fieldError('held_on', 'producers.future');
    const findings = await tx.db
      .selectFrom('grading.inspection_finding')
      .select(['verdict', 'mended_on'])
      .where('inspection_id', '=', id)
      .execute();
    if (!conclusionsFor(findings).includes(said.conclusion)) throw fieldError('conclusion', 'inspections.not_so');
    await tx.db
      .updateTable('grading.inspection')
      .set({ ...said, concluded_on: tx.today, ...stamp(tx, row) })
      .where('id', '=', id)
      .execute();
    await record(tx, 'inspection.concluded', subjectOf(row), { inspection: id, conclusion: said.conclusion });
  },
);
