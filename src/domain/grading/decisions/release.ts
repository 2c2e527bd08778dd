import { action, touch } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { lockDossier, moveDossier } from '#domain/grading/dossiers/rows';
import { recordRecognition } from '#domain/products/recognitions';
import { certificateEnd } from '#domain/products/rules';
import { withdrawRecognition } from '#domain/products/withdrawals';
import { sendLetters } from './letters.ts';
import { isOfOffice, mayDecide } from './policy.ts';
import { lockDossiers, scoredDossiers } from './results.ts';
import { asPoints } from './rules.ts';
import { assertStatus, changed, lockOwn } from './rows.ts';
import { ReleaseDecision } from './schema.ts';

type Row = Awaited<ReturnType<typeof lockOwn<'grading.decision'>>>;
type Line = Awaited<ReturnType<typeof linesOf>>[number];

const linesOf = (tx: Tx, decision: string) =>
  tx.db
    .selectFrom('grading.decision_line')
    .selectAll()
    .where('decision_id', '=', decision)
    .orderBy('product_id') // products are locked in one order by whoever releases
    .execute();

/**
 * Releases a signed decision: the register shows the stars (or their end), the certificates are issued, the dossiers
 * come to their end and the letters go out, all in this one write or nothing of it. The papers are made after it.
 * @throws AppError not_found, version.stale, state.conflict, naming the product whose result is not the signed one any more
 */
export const releaseDecision = action(
  { name: 'decisions.release', input: ReleaseDecision, may: mayDecide },
  async (tx, input) => {
    const row = await lockOwn(tx, 'grading.decision', input);
    assertStatus(row, 'signed');
    const lines = await linesOf(tx, row.id);
    await lockDossiers(
      tx,
      lines.flatMap(({ dossier_id }) => dossier_id ?? []),
    );
    for (const line of lines) await (row.kind === 'recognise' ? recognise(tx, row, line) : withdraw(tx, row, line));
    await tx.db
      .updateTable('grading.decision')
      .set({ status: 'released', released_at: tx.now, released_by: authorOf(tx), ...changed(tx, row) })
      .where('id', '=', row.id)
      .execute();
    await record(
      tx,
      'decision.released',
      { kind: 'decision', id: row.id, area: row.area_path },
      { number: row.number, kind: row.kind, products: lines.map(({ product_id }) => product_id) },
    );
    touch(tx, 'decisions');
    return { products: lines.length };
  },
);

const nameOf = async (tx: Tx, id: string) =>
  (await tx.db.selectFrom('products.product').select('name').where('id', '=', id).executeTakeFirst())?.name ?? '';

async function recognise(tx: Tx, row: Row, line: Line): Promise<void> {
  const dossier = await lockDossier(tx, line.dossier_id!, (actor, one) =>
    isOfOffice(actor, { level: row.level, area_path: one.area_path }),
  );
  const [scored] = await scoredDossiers(tx, [dossier.id]);
  // Scored again, answered by the ministry or moved on since it was put on the decision: what was signed no longer holds.
  if (scored?.result_id !== line.result_id || scored.stars !== line.stars || scored.total !== line.total)
    throw new AppError('state.conflict', { details: { reason: 'decisions.result_changed', product: await nameOf(tx, line.product_id) } }); // prettier-ignore
  await moveDossier(tx, dossier, { level: row.level as 'province', status: 'recognised' });
  const { id } = await recordRecognition(tx, {
    product: line.product_id,
    stars: line.stars,
    reason: dossier.kind,
    level: row.level,
    criteria: dossier.decision,
    decision_no: row.number,
    decided_on: row.decided_on,
    decided_by: row.signer_title,
    certificate_no: line.certificate_no,
    printed_end: line.printed_end ?? '',
    part_a: asPoints(line.part_a),
    part_b: asPoints(line.part_b),
    part_c: asPoints(line.part_c),
    total: asPoints(line.total),
  });
  await tx.db.updateTable('grading.decision_line').set({ recognition_id: id }).where('id', '=', line.id).execute();
  // The file that asked for five stars has its answer with this decision.
  await tx.db
    .updateTable('grading.ministry_file')
    .set({
      outcome: 'recognised',
      outcome_no: row.number,
      outcome_on: row.decided_on,
      stars: line.stars,
      total: line.total,
    }) // prettier-ignore
    .where('dossier_id', '=', dossier.id)
    .where('outcome', 'is', null)
    .execute();
  const issued_on = row.decided_on!;
  await tx.db
    .insertInto('grading.certificate')
    .values({
      recognition_id: id,
      product_id: line.product_id,
      decision_id: row.id,
      area_path: row.area_path,
      number: line.certificate_no!,
      stars: line.stars,
      issued_on,
      ends_on: certificateEnd(issued_on, line.printed_end),
      issued_at: tx.now,
    })
    .execute();
  const subject = { kind: 'product', id: line.product_id, area: dossier.area_path };
  await record(tx, 'certificate.issued', subject, { recognition: id, decision: row.id, number: line.certificate_no });
  await sendLetters(tx, [
    {
      kind: 'recognised',
      area_path: row.area_path,
      producer_id: dossier.producer_id,
      product_id: line.product_id,
      dossier_id: dossier.id,
      decision_id: row.id,
    },
  ]);
}

async function withdraw(tx: Tx, row: Row, line: Line): Promise<void> {
  const found = await tx.db
    .selectFrom('grading.withdrawal_case as found')
    .innerJoin('products.product as product', 'product.id', 'found.product_id')
    .select([
      'found.id',
      'found.recognition_id',
      'found.ground',
      'found.status',
      'found.version',
      'product.producer_id',
    ])
    .where('found.id', '=', line.withdrawal_case_id)
    .forUpdate('found')
    .executeTakeFirstOrThrow();
  if (found.status !== 'verified')
    throw new AppError('state.conflict', { details: { reason: `inspections.case_is_${found.status}` } });
  await withdrawRecognition(tx, {
    id: found.recognition_id,
    ground: found.ground,
    on: row.decided_on,
    decision_no: row.number,
  });
  await tx.db
    .updateTable('grading.withdrawal_case')
    .set({ status: 'withdrawn', ...changed(tx, found) })
    .where('id', '=', found.id)
    .execute();
  await sendLetters(tx, [
    {
      kind: 'withdrawn',
      area_path: row.area_path,
      producer_id: found.producer_id!,
      product_id: line.product_id,
      decision_id: row.id,
    },
  ]);
}
