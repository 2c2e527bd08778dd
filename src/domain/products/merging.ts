import { sql } from 'kysely';
import { touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { nextVersion } from '#kernel/versions';
import { relist } from './listing.ts';
import { canEditProduct } from './policy.ts';

/** The two products, locked in one order, if this person may edit both. @throws AppError not_found, refused */
export async function lockTwoProducts(tx: Tx, a: string, b: string) {
  const rows = await tx.db
    .selectFrom('products.product')
    .selectAll()
    .where('id', 'in', [a, b])
    .orderBy('id')
    .forUpdate()
    .execute();
  const find = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new AppError('not_found');
    if (!canEditProduct(tx.actor, row)) throw new AppError('refused');
    return row;
  };
  return [find(a), find(b)] as const;
}

type Row = Awaited<ReturnType<typeof lockTwoProducts>>[0];

/** The fields that one product takes over from another where it lacks them. */
export type Filled = 'pack' | 'gtin' | 'price' | 'capacity' | 'capacity_unit' | 'story';

/** One product is the other one from now on, which takes over what it lacked. Its row of the register goes, and theirs is made anew. */
export async function leadProductOn(tx: Tx, merged: Row, kept: Row, filled: readonly Filled[]): Promise<void> {
  await write(tx, merged, { merged_into: kept.id });
  await write(tx, kept, Object.fromEntries(filled.map((name) => [name, merged[name]])));
  await showAgain(tx, [merged.id, kept.id]);
}

/** The product stands for itself again; what the other one took over and nobody changed since is taken from it. */
export async function letProductStand(tx: Tx, merged: Row, kept: Row, filled: readonly Filled[]): Promise<void> {
  const back = filled.filter((name) => kept[name] === merged[name]).map((name) => [name, null]);
  await write(tx, kept, Object.fromEntries(back));
  await write(tx, merged, { merged_into: null });
  await showAgain(tx, [merged.id, kept.id]);
}

const write = (tx: Tx, row: Row, values: Partial<Pick<Row, Filled | 'merged_into'>>) =>
  tx.db
    .updateTable('products.product')
    .set({ ...values, ...nextVersion(tx, row) })
    .where('id', '=', row.id)
    .execute();

/** Keeps the code of one product as an old code of another, so that a printed label finds it. @returns false if it was kept already */
export async function lendCode(tx: Tx, code: string, to: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('products.old_code')
    .values({ product_id: to, code })
    .onConflict((at) => at.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Takes such a code from it again. */
export const takeCodeBack = (tx: Tx, code: string, from: string) =>
  tx.db.deleteFrom('products.old_code').where('product_id', '=', from).where('code', '=', code).execute();

/** Writes the rows of these products in the register anew, and the pages that show them or their producers. */
export async function showAgain(tx: Tx, products: readonly string[]): Promise<void> {
  if (!products.length) return;
  await relist(tx, products);
  touch(tx, 'products', ...products.map((id) => `product:${id}`));
}

/** The decision that both products hold while it was withdrawn of only one of them: nobody but an officer can say which is right. */
export async function withdrawnOfOne(tx: Tx, a: string, b: string): Promise<string | null> {
  const { rows } = await sql<{ decision_no: string }>`
    with held as (
      select recognition.product_id, recognition.decision_no, recognition.decided_on, recognition.stars,
        exists (select from products.withdrawal where recognition_id = recognition.id and superseded_at is null) as withdrawn
      from products.recognition where product_id in (${a}, ${b}) and superseded_at is null
    )
    select mine.decision_no from held mine join held theirs using (decision_no, decided_on, stars)
    where mine.product_id = ${a} and theirs.product_id = ${b} and mine.withdrawn <> theirs.withdrawn limit 1`.execute(
    tx.db,
  );
  return rows[0]?.decision_no ?? null;
}
