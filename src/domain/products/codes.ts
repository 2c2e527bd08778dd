import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { isOfficer } from '#domain/identity/rules';
import { lockEditable, show } from './rows.ts';
import { productCode } from './rules.ts';
import { GiveCode, OldCode } from './schema.ts';
import { holdersOf } from './verify.ts';

/** Gives the product its code T-X-STT-20YY; the serial is counted by commune and year. @throws AppError state.conflict when it has one */
export const giveCode = action({ name: 'products.give_code', input: GiveCode, may: isOfficer }, async (tx, input) => {
  const product = await lockEditable(tx, input.product);
  if (product.code) throw new AppError('state.conflict', { details: { reason: 'products.code_already' } });
  const code = await assignCode(tx, product, input.year);
  await record(tx, 'product.coded', { kind: 'product', id: product.id, area: product.area_path }, { code });
  await show(tx, product);
  return { code };
});

/** Writes the next code of the product's commune and year. @returns it */
export async function assignCode(
  tx: Tx,
  product: { id: string; commune_id: string | null },
  year: number,
): Promise<string> {
  const { rows } = await sql<{ last: number }>`
    insert into products.serial as serial (commune_id, year, last) values (${product.commune_id}, ${year}, 1)
    on conflict (commune_id, year) do update set last = serial.last + 1 returning last`.execute(tx.db);
  const place = await tx.db
    .selectFrom('areas.unit as commune')
    .innerJoin('areas.unit as province', 'province.id', 'commune.parent_id')
    .select(['province.code as province', 'commune.code as commune'])
    .where('commune.id', '=', product.commune_id)
    .executeTakeFirstOrThrow();
  const code = productCode(place.province, place.commune, rows[0]!.last, year);
  await tx.db.updateTable('products.product').set({ code }).where('id', '=', product.id).execute();
  return code;
}

/**
 * Keeps a code of earlier years as text, so that an old label still finds its product.
 * @throws AppError not_found, refused, input.invalid at `code` when it is known already, or another product bears it
 */
export const addOldCode = action(
  { name: 'products.add_old_code', input: OldCode, may: isOfficer },
  async (tx, input) => {
    const product = await lockEditable(tx, input.product);
    const others = (await holdersOf(tx.db, input.code)).filter(({ product_id }) => product_id !== product.id);
    if (others.length) throw fieldError('code', 'products.code_elsewhere');
    const made = await tx.db
      .insertInto('products.old_code')
      .values({ product_id: product.id, code: input.code })
      .onConflict((at) => at.doNothing())
      .returning('code')
      .executeTakeFirst();
    if (!made) throw fieldError('code', 'products.code_known');
    await record(
      tx,
      'product.old_code',
      { kind: 'product', id: product.id, area: product.area_path },
      { code: input.code },
    );
    await show(tx, product);
  },
);

/** Takes back an old code that was recorded by mistake. @throws AppError not_found, refused */
export const takeBackOldCode = action(
  { name: 'products.take_back_old_code', input: OldCode, may: isOfficer },
  async (tx, input) => {
    const product = await lockEditable(tx, input.product);
    const gone = await tx.db
      .deleteFrom('products.old_code')
      .where('product_id', '=', product.id)
      .where('code', '=', input.code)
      .returning('code')
      .executeTakeFirst();
    if (!gone) throw new AppError('not_found');
    await record(
      tx,
      'product.old_code_taken_back',
      { kind: 'product', id: product.id, area: product.area_path },
      { code: input.code },
    );
    await show(tx, product);
  },
);
