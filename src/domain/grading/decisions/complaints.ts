import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { calendarFrom } from '#kernel/holidays';
import { newId } from '#kernel/ids';
import { daysAfterByLaw } from '#kernel/working-days';
import { assertVersion } from '#domain/identity/versions';
import { isOwnOf } from '#domain/producers/policy';
import { sendLetters } from './letters.ts';
import { canComplain, isOfOffice, mayComplain, mayDecide } from './policy.ts';
import { canMoveComplaint, complaintDays, type ComplaintStatus } from './rules.ts';
import { changed, lockOwn } from './rows.ts';
import { AcceptComplaint, FileComplaint, RefuseComplaint, RetractComplaint, SettleComplaint } from './schema.ts';

type Complaint = Awaited<ReturnType<typeof lockOwn<'grading.complaint'>>>;

const subjectOf = ({ product_id, area_path }: Pick<Complaint, 'product_id' | 'area_path'>) => ({
  kind: 'product',
  id: product_id,
  area: area_path,
});

/**
 * A producer complains about a result or a decision, itself or at the desk. The office has ten days to accept it.
 * @returns its id @throws AppError not_found, input.invalid at `filed_on`
 */
export const fileComplaint = action(
  { name: 'decisions.complain', input: FileComplaint, may: mayComplain },
  async (tx, input) => {
    const product = await tx.db
      .selectFrom('products.product')
      .select(['id', 'producer_id', 'area_path'])
      .where('id', '=', input.product)
      .executeTakeFirst();
    const about = product?.producer_id && { ...product, producer_id: product.producer_id, level: input.level };
    if (!about || !canComplain(tx.actor, about)) throw new AppError('not_found');
    const own = isOwnOf(tx.actor, about.producer_id);
    const filed_on = own ? tx.today : (input.filed_on ?? tx.today);
    if (filed_on > tx.today) throw fieldError('filed_on', 'producers.future');
    if (input.dossier) {
      const of = await tx.db
        .selectFrom('grading.dossier')
        .select('id')
        .where('id', '=', input.dossier)
        .where('product_id', '=', about.id)
        .executeTakeFirst();
      if (!of) throw fieldError('dossier', 'fields.choice');
    }
    const id = newId();
    await tx.db
      .insertInto('grading.complaint')
      .values({
        id,
        producer_id: about.producer_id,
        product_id: about.id,
        dossier_id: input.dossier,
        area_path: about.area_path,
        level: input.level,
        channel: own ? 'online' : 'paper',
        about: input.about,
        filed_on,
        accept_by: daysAfterByLaw(filed_on, complaintDays.accept, await calendarFrom(tx, filed_on)),
        status: 'filed',
        made_at: tx.now,
        made_by: authorOf(tx),
        changed_at: tx.now,
        changed_by: authorOf(tx),
      })
      .execute();
    await record(
      tx,
      'complaint.filed',
      { kind: 'product', id: about.id, area: about.area_path },
      { complaint: id, on: filed_on },
    );
    return { id };
  },
);

async function move(tx: Tx, row: Complaint, to: ComplaintStatus, values: Partial<Complaint> = {}) {
  if (!canMoveComplaint(row.status as ComplaintStatus, to))
    throw new AppError('state.conflict', { details: { reason: `decisions.complaint_is_${row.status}` } });
  await tx.db
    .updateTable('grading.complaint')
    .set({ ...values, status: to, ...changed(tx, row) })
    .where('id', '=', row.id)
    .execute();
}

/** Accepts a complaint: thirty days from now to settle it, forty-five in a complex matter. @throws AppError not_found, version.stale, state.conflict */
export const acceptComplaint = action(
  { name: 'decisions.accept_complaint', input: AcceptComplaint, may: mayDecide },
  async (tx, input) => {
    const row = await lockOwn(tx, 'grading.complaint', input);
    const days = input.complex ? complaintDays.settleComplex : complaintDays.settle;
    const settle_by = daysAfterByLaw(tx.today, days, await calendarFrom(tx, tx.today));
    await move(tx, row, 'accepted', { accepted_on: tx.today, is_complex: input.complex, settle_by });
    await sendLetters(tx, [letterOf(row, 'complaint_accepted', null)]);
    await record(tx, 'complaint.accepted', subjectOf(row), { complaint: row.id, settle_by });
  },
);

/** Does not take a complaint up, and says why. @throws AppError not_found, version.stale, state.conflict */
export const refuseComplaint = action(
  { name: 'decisions.refuse_complaint', input: RefuseComplaint, may: mayDecide },
  async (tx, input) => {
    const row = await lockOwn(tx, 'grading.complaint', input);
    await move(tx, row, 'refused', { reason: input.reason });
    await sendLetters(tx, [letterOf(row, 'complaint_settled', input.reason)]);
    await record(tx, 'complaint.refused', subjectOf(row), { complaint: row.id });
  },
);

/** What became of a complaint, with its reasons. @throws AppError not_found, version.stale, state.conflict */
export const settleComplaint = action(
  { name: 'decisions.settle_complaint', input: SettleComplaint, may: mayDecide },
  async (tx, input) => {
    const row = await lockOwn(tx, 'grading.complaint', input);
    await move(tx, row, 'settled', { outcome: input.outcome, reason: input.reason, settled_on: tx.today });
    await sendLetters(tx, [letterOf(row, 'complaint_settled', input.reason)]);
    await record(tx, 'complaint.settled', subjectOf(row), { complaint: row.id, outcome: input.outcome });
  },
);

/** A producer takes its complaint back. @throws AppError not_found, version.stale, state.conflict */
export const retractComplaint = action(
  { name: 'decisions.retract_complaint', input: RetractComplaint, may: mayComplain },
  async (tx, { id, version }) => {
    const row = await tx.db
      .selectFrom('grading.complaint')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row || !(isOwnOf(tx.actor, row.producer_id) || isOfOffice(tx.actor, row))) throw new AppError('not_found');
    await assertVersion(tx, row, version, { status: row.status });
    await move(tx, row, 'retracted');
    await record(tx, 'complaint.retracted', subjectOf(row), { complaint: row.id });
  },
);

const letterOf = (row: Complaint, kind: 'complaint_accepted' | 'complaint_settled', reason: string | null) => ({
  kind,
  area_path: row.area_path,
  producer_id: row.producer_id,
  product_id: row.product_id,
  dossier_id: row.dossier_id,
  reason,
});
