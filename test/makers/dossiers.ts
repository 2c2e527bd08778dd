import type { Insertable } from 'kysely';
import { loadSheets } from '#domain/criteria/versions';
import type { Standing } from '#domain/grading/dossiers/rules';
import { registerProduct } from '#domain/products/actions';
import type { Db } from '#kernel/db';
import { newId } from '#kernel/ids';
import type { DB } from '#kernel/tables';
import { systemCtx, testDay } from './context.ts';
import { aProduct, producerIn } from './products.ts';

/**
 * A product with a dossier that already stands somewhere, written straight to the database: for rules of what comes
 * after. @returns the ids of producer, product and dossier
 */
export async function dossierAt(
  db: Db,
  standing: Standing,
  given: Partial<Insertable<DB['grading.dossier']>> & { set_no?: number } = {},
) {
  const { set_no = 12, ...rest } = given;
  await loadSheets(db);
  const producer = rest.producer_id ?? (await producerIn(db, 'VN/22/06970', `HTX ${newId().slice(-6)}`));
  const product =
    rest.product_id ??
    (await registerProduct(systemCtx(db), aProduct(producer, { set_no, name: `Trà ${newId().slice(-6)}` }))).id;
  const id = newId();
  await db
    .insertInto('grading.dossier')
    .values({
      id,
      product_id: product,
      producer_id: producer,
      area_path: 'VN/22/06970',
      kind: 'first',
      channel: 'online',
      decision: '26/2026/QĐ-TTg',
      sheet_code: `QD26-${String(set_no).padStart(2, '0')}`,
      sheet_version: 1,
      filed_on: standing.status === 'draft' ? null : testDay,
      opened_at: new Date(`${testDay}T02:00:00Z`),
      changed_at: new Date(`${testDay}T02:00:00Z`),
      ...standing,
      ...rest,
    })
    .execute();
  return { producer, product, dossier: id };
}
