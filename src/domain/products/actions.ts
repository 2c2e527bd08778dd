import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { assertStands } from '#kernel/pointers';
import { changesOf, nextVersion } from '#kernel/versions';
import { communeOfOwn } from '#domain/identity/communes';
import { isOfficer } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { maySpeak } from '#domain/producers/policy';
import { canEditProduct } from './policy.ts';
import { lockEditable, lockOwn, show } from './rows.ts';
import { ChangeProduct, DescribeProduct, type ProductInput, RegisterProduct } from './schema.ts';

/** Enters a product of a producer into the register. @returns its id */
export const registerProduct = action(
  { name: 'products.register', input: RegisterProduct, may: isOfficer },
  (tx, input) => enter(tx, input, tx.runtime.demo ? 'demo' : 'register'),
);

/** The same, for the demo's seed. What is entered into a demo is as invented as what it began with. */
export async function enter(
  tx: Tx,
  { producer: producerId, ...input }: ProductInput,
  origin: 'register' | 'demo',
): Promise<{ id: string }> {
  const producer = await tx.db
    .selectFrom('producers.producer')
    .select(['id', 'origin', 'area_path', 'merged_into'])
    .where('id', '=', producerId)
    .forKeyShare() // waits for a merge that is under way, and sees what it did
    .executeTakeFirst();
  if (!producer) throw fieldError('producer', 'products.producer_unknown');
  if (!canEditProduct(tx.actor, producer)) throw new AppError('refused');
  assertStands(producer);
  const area_path = await communeOfOwn(tx, input.commune);
  const id = newId();
  const author = authorOf(tx);
  await tx.db
    .insertInto('products.product')
    .values({
      id,
      origin: producer.origin === 'demo' ? 'demo' : origin,
      producer_id: producer.id,
      ...columnsOf(input),
      area_path,
      changed_by: author,
      changed_at: tx.now,
      created_at: tx.now,
    })
    .execute();
  await record(tx, 'product.registered', { kind: 'product', id, area: area_path }, { producer: producer.id });
  await show(tx, { id, producer_id: producer.id });
  return { id };
}

/** The columns of a product that its form fills. */
export const columnsOf = (input: Omit<ProductInput, 'producer'>) => ({
  set_no: input.set_no,
  name: input.name,
  pack: input.pack,
  gtin: input.gtin,
  price: input.price,
  capacity: input.capacity,
  capacity_unit: input.capacity_unit,
  seasons: [...new Set(input.seasons)].toSorted((a, b) => a - b),
  story: input.story,
  commune_id: input.commune,
});

/** Corrects a product. @throws AppError not_found, refused, version.stale, input.invalid */
export const changeProduct = action(
  { name: 'products.change', input: ChangeProduct, may: isOfficer },
  async (tx, { id, version, ...input }) => {
    const before = await lockEditable(tx, id);
    const after = columnsOf(input);
    await assertVersion(tx, before, version, {
      ...Object.fromEntries(Object.keys(after).map((name) => [name, before[name as keyof typeof after]])),
      commune: before.commune_id,
    });
    const area_path = await communeOfOwn(tx, input.commune);
    await tx.db
      .updateTable('products.product')
      .set({ ...after, area_path, ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    const { story, ...changes } = changesOf(before, after);
    // A story may speak of people, and the log is sealed: what it never held can be forgotten.
    await record(
      tx,
      'product.changed',
      { kind: 'product', id, area: area_path },
      { changes, unquoted: story ? ['story'] : [] },
    );
    await show(tx, before);
    return { id };
  },
);

/** The producer, or an officer, says how the product is packed, priced, made and told. @throws AppError not_found, refused, version.stale, input.invalid */
export const describeProduct = action(
  { name: 'products.describe', input: DescribeProduct, may: maySpeak },
  async (tx, { id, version, ...input }) => {
    const before = await lockOwn(tx, id);
    const after = { ...input, seasons: [...new Set(input.seasons)].toSorted((a, b) => a - b) };
    await assertVersion(
      tx,
      before,
      version,
      Object.fromEntries(Object.keys(after).map((name) => [name, before[name as keyof typeof after]])),
    );
    await tx.db
      .updateTable('products.product')
      .set({ ...after, ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    const { story, ...changes } = changesOf(before, after);
    const told = { changes, unquoted: story ? ['story'] : [] };
    await record(tx, 'product.described', { kind: 'product', id, area: before.area_path }, told);
    await show(tx, before);
    return { id };
  },
);
