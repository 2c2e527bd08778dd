import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { calendarFrom } from '#kernel/holidays';
import { isId, newId } from '#kernel/ids';
import { draftWithdrawal } from '#domain/grading/decisions/drafts';
import { isOfOffice, mayDecide } from '#domain/grading/decisions/policy';
import { legalDate } from '#domain/grading/process/clocks';
import { assertVersion } from '#domain/identity/versions';
import { canOpenCase, mayOpenCase } from './policy.ts';
import { canMoveCase, type CaseStatus } from './rules.ts';
import { DecideCases, DropCase, OpenCase, VerifyCase } from './schema.ts';

/**
 * Opens the case of a withdrawal, from an authority's finding or the commune's word that production has stopped: from
 * that day the decision has fifteen days (article 8.4).
 * @returns its id @throws AppError not_found, state.conflict for a star that is withdrawn, or whose case is open, input.invalid at `found_on`
 */
export const openCase = action(
  {
    name: 'inspections.open_case',
    input: OpenCase,
    may: mayOpenCase,
    taken: { withdrawal_case_open: { path: 'recognition', key: 'inspections.case_open' } },
  },
  async (tx, { recognition, ground, basis, found_on, inspection }) => {
    const star = await tx.db
      .selectFrom('products.recognition as star')
      .innerJoin('products.product as product', 'product.id', 'star.product_id')
      .select(['star.id', 'star.level', 'star.valid_from', 'product.id as product_id', 'product.area_path'])
      .where('star.id', '=', recognition)
      .where('star.superseded_at', 'is', null)
      .executeTakeFirst();
    // Stars of three and four are the province's to withdraw, five the minister's (article 8.2); districts are gone.
    const level = star?.level === 'ministry' ? 'ministry' : 'province';
    if (!star || !canOpenCase(tx.actor, { level, area_path: star.area_path }, ground)) throw new AppError('not_found');
    const gone = await tx.db
      .selectFrom('products.withdrawal')
      .select('id')
      .where('recognition_id', '=', star.id)
      .where('superseded_at', 'is', null)
      .executeTakeFirst();
    if (gone) throw new AppError('state.conflict', { details: { reason: 'products.withdrawn_already' } });
    if (found_on > tx.today) throw fieldError('found_on', 'producers.future');
    if (star.valid_from && found_on < star.valid_from) throw fieldError('found_on', 'products.before_decision');
    if (inspection) {
      const of = await tx.db
        .selectFrom('grading.inspection')
        .select('id')
        .where('id', '=', inspection)
        .where('product_id', '=', star.product_id)
        .executeTakeFirst();
      if (!of) throw fieldError('inspection', 'fields.choice');
    }
    const id = newId();
    const { day: due_on } = legalDate('withdrawal', found_on, await calendarFrom(tx, found_on));
    await tx.db
      .insertInto('grading.withdrawal_case')
      .values({
        id,
        recognition_id: star.id,
        product_id: star.product_id,
        area_path: star.area_path,
        level,
        ground,
        basis,
        found_on,
        due_on,
        inspection_id: inspection,
        status: 'open',
        made_at: tx.now,
        made_by: authorOf(tx),
        changed_at: tx.now,
        changed_by: authorOf(tx),
      })
      .execute();
    const subject = { kind: 'product', id: star.product_id, area: star.area_path };
    await record(tx, 'withdrawal.opened', subject, { case: id, recognition: star.id, ground, found_on, due_on });
    return { id };
  },
);

async function lockCase(tx: Tx, id: string, version?: number) {
  const row = isId(id)
    ? await tx.db.selectFrom('grading.withdrawal_case').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    : undefined;
  if (!row || !isOfOffice(tx.actor, row)) throw new AppError('not_found');
  if (version !== undefined) await assertVersion(tx, row, version, { status: row.status });
  return row;
}

/** The OCOP office has looked into the case: it may be decided (article 8.3). @throws AppError not_found, version.stale, state.conflict */
export const verifyCase = action(
  { name: 'inspections.verify_case', input: VerifyCase, may: mayDecide },
  async (tx, { id, version, note }) => {
    const row = await lockCase(tx, id, version);
    await move(tx, row, 'verified', { verified_note: note, verified_on: tx.today });
    await say(tx, 'withdrawal.verified', row);
  },
);

/** Nothing is withdrawn, and why. A case that is on a decision is taken off it first. @throws AppError not_found, version.stale, state.conflict */
export const dropCase = action(
  { name: 'inspections.drop_case', input: DropCase, may: mayDecide },
  async (tx, { id, version, note }) => {
    const row = await lockCase(tx, id, version);
    const line = await tx.db
      .selectFrom('grading.decision_line')
      .select('id')
      .where('withdrawal_case_id', '=', id)
      .executeTakeFirst();
    if (line) throw new AppError('state.conflict', { details: { reason: 'inspections.on_decision' } });
    await move(tx, row, 'dropped', { verified_note: note, verified_on: tx.today });
    await say(tx, 'withdrawal.dropped', row);
  },
);

type Case = Awaited<ReturnType<typeof lockCase>>;

async function move(tx: Tx, row: Case, to: CaseStatus, values: Partial<Case>) {
  if (!canMoveCase(row.status as CaseStatus, to))
    throw new AppError('state.conflict', { details: { reason: `inspections.case_is_${row.status}` } });
  await tx.db
    .updateTable('grading.withdrawal_case')
    .set({ ...values, status: to, version: row.version + 1, changed_at: tx.now, changed_by: authorOf(tx) })
    .where('id', '=', row.id)
    .execute();
}

const say = (tx: Tx, type: 'withdrawal.verified' | 'withdrawal.dropped', row: Case) =>
  record(tx, type, { kind: 'product', id: row.product_id, area: row.area_path }, { case: row.id, ground: row.ground });

/**
 * Puts verified cases on the draft of a decision of withdrawal; it is signed and released like any other.
 * @returns its id @throws AppError not_found, state.conflict, input.invalid at `cases`
 */
export const decideCases = action(
  { name: 'inspections.decide_cases', input: DecideCases, may: mayDecide },
  async (tx, input) => {
    const rows: Case[] = [];
    for (const id of input.cases.toSorted()) rows.push(await lockCase(tx, id));
    const level = rows[0]!.level;
    const areas = new Set(rows.map(({ area_path }) => (level === 'ministry' ? 'VN' : provinceOf(area_path))));
    if (rows.some((row) => row.status !== 'verified')) throw fieldError('cases', 'inspections.not_verified');
    if (areas.size > 1 || rows.some((row) => row.level !== level))
      throw fieldError('cases', 'decisions.several_offices');
    const taken = await tx.db
      .selectFrom('grading.decision_line')
      .select('id')
      .where(({ eb, fn, val }) => eb('withdrawal_case_id', '=', fn.any(val(input.cases))))
      .executeTakeFirst();
    if (taken) throw fieldError('cases', 'decisions.on_another');
    const stars = await tx.db
      .selectFrom('products.recognition')
      .select(['id', 'stars'])
      .where(({ eb, fn, val }) => eb('id', '=', fn.any(val(rows.map(({ recognition_id }) => recognition_id)))))
      .where('superseded_at', 'is', null)
      .execute();
    return { id: await draftWithdrawal(tx, [...areas][0]!, level, rows.map((row) => ({ case: row.id, product: row.product_id, stars: stars.find(({ id }) => id === row.recognition_id)!.stars }))) }; // prettier-ignore
  },
);

const provinceOf = (path: string) => path.split('/').slice(0, 2).join('/');
