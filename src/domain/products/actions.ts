import { sql } from 'kysely';
import { action, touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, correctFact, supersede } from '#kernel/facts';
import { newId } from '#kernel/ids';
import { changesOf, nextVersion } from '#kernel/versions';
import { isOfficer, isOfficerOf } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { relist } from './listing.ts';
import { canEditProduct } from './policy.ts';
import { certificateEnd, criteriaVersions, pointsFault, productCode } from './rules.ts';
import {
  AddOldCode,
  ChangeProduct,
  CorrectRecognition,
  GiveCode,
  type ProductInput,
  type RecognitionInput,
  RecordRecognition,
  RegisterProduct,
  TakeBackRecognition,
  WithdrawRecognition,
} from './schema.ts';

/** Enters a product of a producer into the register. @returns its id */
export const registerProduct = action(
  { name: 'products.register', input: RegisterProduct, may: isOfficer },
  (tx, input) => enter(tx, input),
);

/** The same, for the demo's seed, which says that the product is invented. */
export async function enter(
  tx: Tx,
  { producer: producerId, ...input }: ProductInput,
  origin: 'register' | 'demo' = 'register',
): Promise<{ id: string }> {
  const producer = await tx.db
    .selectFrom('producers.producer')
    .select(['id', 'origin', 'area_path'])
    .where('id', '=', producerId)
    .executeTakeFirst();
  if (!producer) throw fieldError('producer', 'products.producer_unknown');
  if (!canEditProduct(tx.actor, producer)) throw new AppError('refused');
  const area_path = await communePath(tx, input.commune);
  const id = newId();
  const author = tx.actor?.system ? null : tx.actor!.id;
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

const columnsOf = (input: Omit<ProductInput, 'producer'>) => ({
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

async function communePath(tx: Tx, commune: string): Promise<string> {
  const unit = await tx.db
    .selectFrom('areas.unit')
    .select('path')
    .where('id', '=', commune)
    .where('level', '=', 'commune')
    .where('valid_to', 'is', null)
    .executeTakeFirst();
  if (!unit) throw fieldError('commune', 'producers.commune_unknown');
  if (!isOfficerOf(tx.actor, unit.path)) throw fieldError('commune', 'producers.commune_outside');
  return unit.path;
}

/** Shows a change in the register at once: its row, and every kept page of the product and its producer. */
async function show(tx: Tx, product: { id: string; producer_id: string | null }) {
  await relist(tx, [product.id]);
  touch(tx, 'products', `product:${product.id}`, `producer:${product.producer_id}`);
}

async function lockEditable(tx: Tx, id: string) {
  const product = await tx.db
    .selectFrom('products.product')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!product) throw new AppError('not_found');
  if (!canEditProduct(tx.actor, product)) throw new AppError('refused');
  return product;
}

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
    const area_path = await communePath(tx, input.commune);
    await tx.db
      .updateTable('products.product')
      .set({ ...after, area_path, ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    await record(
      tx,
      'product.changed',
      { kind: 'product', id, area: area_path },
      { changes: changesOf(before, after) },
    );
    await show(tx, before);
    return { id };
  },
);

/**
 * A star that a decision gave. Its certificate ends as printed, else 36 months from the decision. Without a decision
 * date the star is recorded and shown as unknown.
 * @throws AppError not_found, refused, input.invalid
 */
export const recordRecognition = action(
  { name: 'products.recognise', input: RecordRecognition, may: isOfficer },
  async (tx, { product: productId, ...input }) => {
    const product = await lockEditable(tx, productId);
    const values = recognitionOf(tx, input);
    const twin = await tx.db
      .selectFrom('products.recognition')
      .select('id')
      .where('product_id', '=', product.id)
      .where('superseded_at', 'is', null)
      .where('decided_on', 'is not distinct from', input.decided_on)
      .where('decision_no', 'is not distinct from', input.decision_no)
      .executeTakeFirst();
    if (twin) throw fieldError('decision_no', 'products.recognised_already');
    const id = await addFact(tx, 'products.recognition', { product_id: product.id, ...values });
    if (!product.code && input.criteria === '26/2026/QĐ-TTg' && input.decided_on)
      await assignCode(tx, product, Number(input.decided_on.slice(0, 4)));
    await record(
      tx,
      'recognition.recorded',
      { kind: 'product', id: product.id, area: product.area_path },
      { recognition: id, ...values },
    );
    await show(tx, product);
    return { id };
  },
);

function recognitionOf(tx: Tx, { printed_end, ...input }: Omit<RecognitionInput, 'product'>) {
  if (input.decided_on && input.decided_on > tx.today) throw fieldError('decided_on', 'producers.future');
  if (printed_end && !input.decided_on) throw fieldError('decided_on', 'products.decision_day_needed');
  if (printed_end && input.decided_on && printed_end <= input.decided_on)
    throw fieldError('printed_end', 'producers.ends_before');
  const version = criteriaVersions.find(({ code }) => code === input.criteria)!;
  if (input.decided_on && (input.decided_on < version.from || (version.to && input.decided_on > version.to)))
    throw fieldError('criteria', 'products.criteria_not_in_force');
  if (input.stars === 5 && input.decided_on && input.decided_on >= '2019-08-21' && input.level !== 'ministry')
    throw fieldError('level', 'products.five_by_ministry');
  if (input.stars < 5 && input.level === 'ministry') throw fieldError('level', 'products.ministry_gives_five');
  if (input.level === 'district' && input.decided_on && input.decided_on > '2025-06-30')
    throw fieldError('level', 'products.no_districts');
  const fault = pointsFault(input.stars, input, input.criteria);
  if (fault) throw fieldError(fault.path, fault.key, fault.params);
  const total = input.total ?? (input.part_a === null ? null : input.part_a + input.part_b! + input.part_c!);
  const valid_to = input.decided_on ? certificateEnd(input.decided_on, printed_end) : null;
  return {
    ...input,
    year: input.year ?? (input.decided_on ? Number(input.decided_on.slice(0, 4)) : null),
    total,
    valid_from: input.decided_on,
    valid_to,
  };
}

async function lockRecognition(tx: Tx, id: string) {
  const fact = await tx.db
    .selectFrom('products.recognition')
    .selectAll()
    .where('id', '=', id)
    .where('superseded_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!fact) throw new AppError('not_found');
  return { fact, product: await lockEditable(tx, fact.product_id) };
}

type Fact = Awaited<ReturnType<typeof lockRecognition>>['fact'];
const asVersion = (fact: Fact) => ({
  version: fact.version,
  changed_by: fact.recorded_by,
  changed_at: fact.recorded_at,
});

/** Corrects what was recorded of a recognition: a new row, the old one stays. @throws AppError not_found, refused, version.stale, input.invalid */
export const correctRecognition = action(
  { name: 'products.correct_recognition', input: CorrectRecognition, may: isOfficer },
  async (tx, { id, version, ...input }) => {
    const { fact, product } = await lockRecognition(tx, id);
    await assertVersion(tx, asVersion(fact), version, { ...fact });
    const values = recognitionOf(tx, input);
    await correctFact(tx, 'products.recognition', fact, { product_id: product.id, ...values });
    await record(
      tx,
      'recognition.corrected',
      { kind: 'product', id: product.id, area: product.area_path },
      { recognition: id, changes: changesOf(fact, values) },
    );
    await show(tx, product);
  },
);

/** Takes back a recognition that was recorded by mistake; a real one is withdrawn, not taken back. */
export const takeBackRecognition = action(
  { name: 'products.take_back', input: TakeBackRecognition, may: isOfficer },
  async (tx, input) => {
    const { fact, product } = await lockRecognition(tx, input.id);
    await assertVersion(tx, asVersion(fact), input.version, { ...fact });
    await supersede(tx, 'products.recognition', fact.row_id);
    await record(
      tx,
      'recognition.taken_back',
      { kind: 'product', id: product.id, area: product.area_path },
      { recognition: input.id, why: input.why },
    );
    await show(tx, product);
  },
);

/**
 * Withdraws a star on one of the six grounds (26/2026/QĐ-TTg, article 8.1).
 * @throws AppError not_found, refused, state.conflict when it is withdrawn already, input.invalid at `on`
 */
export const withdrawRecognition = action(
  { name: 'products.withdraw', input: WithdrawRecognition, may: isOfficer },
  async (tx, input) => {
    const { fact, product } = await lockRecognition(tx, input.id);
    if (input.on > tx.today) throw fieldError('on', 'producers.future');
    if (fact.valid_from && input.on < fact.valid_from) throw fieldError('on', 'products.before_decision');
    const earlier = await tx.db
      .selectFrom('products.withdrawal')
      .select('id')
      .where('recognition_id', '=', fact.id)
      .where('superseded_at', 'is', null)
      .executeTakeFirst();
    if (earlier) throw new AppError('state.conflict', { details: { reason: 'products.withdrawn_already' } });
    const values = {
      recognition_id: fact.id,
      product_id: product.id,
      ground: input.ground,
      decision_no: input.decision_no,
      note: input.note,
      valid_from: input.on,
    };
    await addFact(tx, 'products.withdrawal', values);
    await record(tx, 'recognition.withdrawn', { kind: 'product', id: product.id, area: product.area_path }, values);
    await show(tx, product);
  },
);

/** Gives the product its code T-X-STT-20YY; the serial is counted by commune and year. @throws AppError state.conflict when it has one */
export const giveCode = action({ name: 'products.give_code', input: GiveCode, may: isOfficer }, async (tx, input) => {
  const product = await lockEditable(tx, input.product);
  if (product.code) throw new AppError('state.conflict', { details: { reason: 'products.code_already' } });
  const code = await assignCode(tx, product, input.year);
  await record(tx, 'product.coded', { kind: 'product', id: product.id, area: product.area_path }, { code });
  await show(tx, product);
  return { code };
});

async function assignCode(
  tx: Tx,
  product: { id: string; commune_id: string | null; area_path: string },
  year: number,
): Promise<string> {
  const { rows } = await sql<{ last: number }>`
    insert into products.serial as serial (commune_id, year, last) values (${product.commune_id}, ${year}, 1)
    on conflict (commune_id, year) do update set last = serial.last + 1 returning last`.execute(tx.db);
  const [, province = '', commune = ''] = product.area_path.split('/');
  const code = productCode(province, commune, rows[0]!.last, year);
  await tx.db.updateTable('products.product').set({ code }).where('id', '=', product.id).execute();
  return code;
}

/** Keeps a code of earlier years as text, so that an old label still finds its product. */
export const addOldCode = action(
  { name: 'products.add_old_code', input: AddOldCode, may: isOfficer },
  async (tx, input) => {
    const product = await lockEditable(tx, input.product);
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
