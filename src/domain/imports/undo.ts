import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { isOfficer } from '#domain/identity/rules';
import { takeOutProducers } from '#domain/producers/batch';
import { takeOutProducts } from '#domain/products/batch';
import { lockRun, subjectOf } from './rows.ts';
import { UndoImport } from './schema.ts';

/**
 * Takes back exactly what an import added, as long as nobody has built on it: the producers and products that it
 * entered, and the stars that it recorded of products that stood before.
 * @throws AppError not_found, state.conflict with what was built on
 */
export const undoImport = action({ name: 'imports.undo', input: UndoImport, may: isOfficer }, async (tx, input) => {
  const run = await lockRun(tx, input.id, 'committed');
  const added = await tx.db
    .selectFrom('imports.added')
    .select(['kind', 'id', 'product_id'])
    .where('run_id', '=', run.id)
    .execute();
  const ids = (kind: string) => added.filter((one) => one.kind === kind).map(({ id }) => id);
  const [producers, products] = [ids('producer'), ids('product')];
  const stars = added.flatMap(({ kind, id, product_id }) =>
    kind === 'recognition' && product_id ? [{ id, product_id }] : [],
  );
  await lockAdded(tx, producers, products, stars.map(({ product_id }) => product_id)); // prettier-ignore
  const built = await builtOn(tx, run.id, producers, products, ids('recognition'));
  if (built) throw new AppError('state.conflict', { details: { reason: 'imports.built_on', name: built } });
  const data = { import: run.id };
  try {
    await takeOutProducts(tx, products, stars, data);
    await takeOutProducers(tx, producers, data);
  } catch (error) {
    // Another room holds a paper or a contract of it.
    if ((error as { code?: string }).code !== '23503') throw error;
    throw new AppError('state.conflict', { details: { reason: 'imports.built_on_elsewhere' } });
  }
  await tx.db
    .updateTable('imports.run')
    .set({ state: 'undone', version: run.version + 1, changed_at: tx.now })
    .where('id', '=', run.id)
    .execute();
  await record(tx, 'import.undone', subjectOf(run), { producers: producers.length, products: products.length });
});

/** Held until the end, in the order in which writers of the register lock: nobody builds on it from here on. */
async function lockAdded(tx: Tx, producers: string[], products: string[], starred: string[]): Promise<void> {
  await sql`select id from producers.producer where id = any(${producers}::uuid[]) order by id for update`.execute(
    tx.db,
  );
  await sql`select id from products.product where id = any(${[...products, ...starred]}::uuid[]) order by id for update`.execute(tx.db); // prettier-ignore
}

/** The name of something that the import added and that was changed, or used, since; null if nothing was. */
async function builtOn(
  tx: Tx,
  run: string,
  producers: string[],
  products: string[],
  recognitions: string[],
): Promise<string | null> {
  const own = [...producers, ...products];
  const { rows } = await sql<{ name: string }>`
    with since as (
      select id from kernel.event where type = 'import.committed' and subject_kind = 'import' and subject_id = ${run}
    ), built as (
      select event.subject_id::uuid as id from kernel.event event, since
      where event.subject_kind in ('producer', 'product') and event.id > since.id and event.type <> 'representative.read'
        and (event.subject_id = any(${own}::text[]) or event.data ->> 'recognition' = any(${recognitions}::text[]))
      union select producer_id from products.product where producer_id = any(${producers}::uuid[]) and not id = any(${products}::uuid[])
      union select organisation_id from identity.role_grant where organisation_id = any(${producers}::uuid[])
    )
    select coalesce(producer.name, product.name) as name from built
    left join producers.producer producer on producer.id = built.id left join products.product product on product.id = built.id
    limit 1`.execute(tx.db);
  return rows[0]?.name ?? null;
}
