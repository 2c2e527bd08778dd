import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { isOfficer, officerScopes } from '#domain/identity/rules';
import { covers } from '#domain/areas/rules';
import { enterProducers } from '#domain/producers/batch';
import { enterProducts } from '#domain/products/batch';
import { judge, knownTo } from './matching.ts';
import { type Plan, planOf } from './plan.ts';
import type { Draft } from './reading.ts';
import { forget, lockRun, subjectOf } from './rows.ts';
import { CommitImport } from './schema.ts';

export type Result = {
  rows: number;
  known: number;
  skipped: number;
  producers: number;
  products: number;
  recognitions: number;
};

/**
 * Enters all rows of an import that was confirmed, or none: one transaction, so that after a failure, or a power cut, nothing of it is
 * there. What the register holds already is left as it is, so that the same file twice adds nothing. Imports are
 * entered one after the other, or two of them might add one producer twice.
 * @throws AppError not_found, state.conflict with the reason: the register or the person's area has changed since the
 * rows were read
 */
export const commitImport = action(
  { name: 'imports.commit', input: CommitImport, may: isOfficer },
  async (tx, input): Promise<Result> => {
    const run = await lockRun(tx, input.id, 'entering');
    await sql`select pg_advisory_xact_lock(hashtext('imports.commit'))`.execute(tx.db);
    const lines = await tx.db
      .selectFrom('imports.line')
      .select(['state', 'draft'])
      .where('run_id', '=', run.id)
      .orderBy('no')
      .execute();
    const drafts = lines.filter(({ state }) => state !== 'skipped').map(({ draft }) => draft as Draft);
    const known = await knownTo(tx, drafts);
    const scopes = officerScopes(tx.actor);
    await assertPlaces(tx, drafts, scopes);
    const judged = drafts.map((draft) => judge(draft, known, scopes));
    if (judged.some(({ problems }) => problems.length)) throw conflict('imports.changed_meanwhile');
    const plan = planOf(drafts, known, newId);
    const data = { import: run.id };
    await enterProducers(tx, plan.producers, data);
    await enterProducts(tx, plan.products, plan.stars, data);
    await remember(tx, run.id, plan);
    const result = {
      rows: drafts.length,
      known: judged.filter(({ state }) => state === 'known').length,
      skipped: lines.length - drafts.length,
      producers: plan.producers.length,
      products: plan.products.length,
      recognitions: plan.stars.length,
    };
    await tx.db
      .updateTable('imports.run')
      .set({ state: 'committed', result: JSON.stringify(result), version: run.version + 1, changed_at: tx.now })
      .where('id', '=', run.id)
      .execute();
    await forget(tx, run.id);
    await record(tx, 'import.committed', subjectOf(run), result);
    return result;
  },
);

const conflict = (reason: string) => new AppError('state.conflict', { details: { reason } });

/** A reform, or the end of a role, may have come between the reading and now. */
async function assertPlaces(tx: Tx, drafts: readonly Draft[], scopes: readonly string[]): Promise<void> {
  const communes = new Map(drafts.map(({ producer }) => [producer.commune, producer.area_path]));
  const { rows } = await sql<{ id: string; path: string }>`
    select id, path from areas.unit where id = any(${[...communes.keys()]}::text[]) and level = 'commune' and valid_to is null`.execute(
    tx.db,
  );
  const stand = new Map(rows.map(({ id, path }) => [id, path]));
  for (const [id, path] of communes)
    if (stand.get(id) !== path || !scopes.some((scope) => covers(scope, path)))
      throw conflict('imports.changed_meanwhile');
}

/** What was added, so that it can be taken back exactly. */
async function remember(tx: Tx, run: string, { producers, products, stars }: Plan): Promise<void> {
  const added = [
    ...producers.map(({ id }) => ({ kind: 'producer', id, product: null })),
    ...products.map(({ id }) => ({ kind: 'product', id, product: null })),
    ...stars.map(({ id, product }) => ({ kind: 'recognition', id, product: product.id })),
  ];
  await sql`insert into imports.added (run_id, kind, id, product_id)
    select ${run}, given.kind, given.id, given.product
    from unnest(${added.map(({ kind }) => kind)}::text[], ${added.map(({ id }) => id)}::uuid[], ${added.map(({ product }) => product)}::uuid[])
      as given (kind, id, product)`.execute(tx.db);
}
