import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { assertVersion } from '#domain/identity/versions';
import { isOfDesk, mayWorkDesk } from './policy.ts';
import { lockDossier, type LockedDossier } from './rows.ts';
import { ReceiveDossier } from './schema.ts';

/**
 * The next receipt number of a desk in a year, as form 01 prints it: `01/PĐK-22-06970-2026`. The row of its series is
 * held until the write ends, so two at once get two numbers, and a number that is not used is given again: no gaps.
 * @param area the path of the commune of production ('VN/22/06970'); the province counts over all its communes
 */
export async function numberFor(tx: Tx, level: 'commune' | 'province', area: string, year: number): Promise<string> {
  const [country, province, commune] = area.split('/');
  const series = level === 'commune' ? area : `${country}/${province}`;
  const { rows } = await sql<{ last: number }>`
    insert into grading.receipt_series (area_path, level, year, last) values (${series}, ${level}, ${year}, 1)
    on conflict (area_path, level, year) do update set last = receipt_series.last + 1 returning last`.execute(tx.db);
  return `${String(rows[0]!.last).padStart(2, '0')}/PĐK-${[province, commune].filter(Boolean).join('-')}-${year}`;
}

/**
 * Enters a filed dossier in the commune's book, today: its receipt number (form 01).
 * @returns the number @throws AppError state.conflict where it has one, or is elsewhere
 */
export async function receiptOf(tx: Tx, dossier: LockedDossier, on = tx.today): Promise<string> {
  if (dossier.level !== 'commune' || dossier.status !== 'filed' || dossier.commune_no)
    throw new AppError('state.conflict', { details: { reason: 'dossiers.received_already' } });
  const commune_no = await numberFor(tx, 'commune', dossier.area_path, Number(on.slice(0, 4)));
  await tx.db
    .updateTable('grading.dossier')
    .set({ commune_no, commune_received_on: on, changed_at: tx.now, version: dossier.version + 1 })
    .where('id', '=', dossier.id)
    .execute();
  const subject = { kind: 'product', id: dossier.product_id, area: dossier.area_path };
  await record(tx, 'dossier.received', subject, { dossier: dossier.id, number: commune_no });
  return commune_no;
}

/**
 * The commune receives a dossier that was filed with it, and gives it its number.
 * @returns the number @throws AppError not_found, refused, version.stale, state.conflict
 */
export const receiveAtCommune = action(
  { name: 'dossiers.receive', input: ReceiveDossier, may: mayWorkDesk },
  async (tx, input) => {
    const dossier = await lockDossier(tx, input.id);
    if (!isOfDesk(tx.actor, { level: 'commune', area_path: dossier.area_path })) throw new AppError('refused');
    await assertVersion(tx, dossier, input.version, {});
    return { number: await receiptOf(tx, dossier) };
  },
);
