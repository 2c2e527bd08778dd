import { sql } from 'kysely';
import { action } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { assertStands } from '#kernel/pointers';
import { itemsOf, optionOf } from '#domain/criteria/items';
import { sheetOfSet } from '#domain/criteria/queries';
import type { Answer, Sheet } from '#domain/criteria/schema';
import { answersOf } from '#domain/grading/queries';
import { isOfficerOf } from '#domain/identity/rules';
import { isOwnOf } from '#domain/producers/policy';
import { publicProduct } from '#domain/products/queries';
import { writeField } from './fields.ts';
import { formFieldsOf, wantedField } from './forms.ts';
import type { Fields } from './looks.ts';
import { type Opening, openings } from './openings.ts';
import { mayWriteDossiers } from './policy.ts';
import { fieldsOf } from './queries.ts';
import { type DossierKind, fieldName } from './rules.ts';
import { OpenDossier } from './schema.ts';

/** What dossiers a product can have now, and the one that is open. @throws AppError not_found, moved */
export async function openingsOf(
  ctx: Ctx,
  id: string,
  today = ctx.today,
): Promise<{ product: Awaited<ReturnType<typeof publicProduct>>; openings: Opening[]; open: string | null }> {
  const product = await publicProduct(ctx, id);
  if (product.id !== id || !canOpen(ctx, product)) throw new AppError('not_found');
  const { rows } = await sql<{ id: string }>`select id from grading.dossier where product_id = ${id}
    and status not in ('recognised', 'not_recognised', 'eliminated', 'declined', 'retracted')`.execute(ctx.db);
  return { product, openings: openings(product.standing, today), open: rows[0]?.id ?? null };
}

type Placed = { producer_id: string | null; origin: string; area_path: string };

/** The producer's own people, and officers who help at the counter of its commune. */
const canOpen = ({ actor }: Pick<Ctx, 'actor'>, product: Placed): boolean =>
  product.origin !== 'citation' &&
  product.producer_id !== null &&
  (isOwnOf(actor, product.producer_id) || isOfficerOf(actor, product.area_path));

/** The product, locked, if this person may open a dossier for it. @throws AppError not_found, refused */
async function lockProduct(tx: Tx, id: string) {
  const product = await tx.db
    .selectFrom('products.product')
    .select(['id', 'producer_id', 'origin', 'area_path', 'set_no', 'merged_into'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!product) throw new AppError('not_found');
  if (!canOpen(tx, product)) throw new AppError('refused');
  assertStands(product);
  return { ...product, producer_id: product.producer_id! };
}

/**
 * Makes the row of a new dossier and takes over what is known: of an upgrade or regrading everything of the last
 * dossier, of a first one the open self-assessment.
 * @throws AppError not_found, refused, input.invalid at `kind` with the reason
 */
export async function begin(
  tx: Tx,
  given: {
    product: string;
    kind: DossierKind;
    stars: number | null;
    channel: 'online' | 'paper';
    filed_on: string | null;
  },
) {
  const product = await lockProduct(tx, given.product);
  const { standing, recognitions } = await publicProduct(tx, product.id);
  const opening = openings(standing, given.filed_on ?? tx.today).find(({ kind }) => kind === given.kind)!;
  if (opening.bar) throw fieldError('kind', `dossiers.bar.${opening.bar}`);
  const { sheet, version } = await sheetOfSet(tx, product.set_no);
  const id = newId();
  const previous = given.kind === 'first' ? null : await lastDossier(tx, product.id);
  await tx.db
    .insertInto('grading.dossier')
    .values({
      id,
      product_id: product.id,
      producer_id: product.producer_id,
      area_path: product.area_path,
      kind: given.kind,
      channel: given.channel,
      level: 'commune',
      status: 'draft',
      decision: sheet.decision,
      sheet_code: sheet.code,
      sheet_version: version,
      previous_id: previous,
      recognition_id: given.kind === 'first' ? null : (recognitions.find((one) => one.id === standing.recognition)?.id ?? null),
      filed_on: given.filed_on,
      opened_at: tx.now,
      opened_by: authorOf(tx),
      changed_at: tx.now,
      changed_by: authorOf(tx),
    })
    .execute(); // prettier-ignore
  if (previous) await carryOver(tx, { from: previous, to: id, sheet, kind: given.kind });
  else await takeAssessment(tx, product.id, id, sheet);
  const stars = given.stars ?? (given.kind === 'upgrade' ? Math.min(5, standing.stars! + 1) : given.kind === 'regrading' ? standing.stars : null); // prettier-ignore
  if (stars) await writeField(tx, id, wantedField, { value: stars, version: 1, carried: false });
  const subject = { kind: 'product', id: product.id, area: product.area_path };
  await record(tx, 'dossier.opened', subject, { dossier: id, kind: given.kind, channel: given.channel, sheet: sheet.code, version, previous }); // prettier-ignore
  return { id, product };
}

/** The last dossier of a product that was filed and not taken back. */
async function lastDossier(tx: Tx, product: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from grading.dossier where product_id = ${product}
    and status in ('recognised', 'not_recognised') order by id desc limit 1`.execute(tx.db);
  return rows[0]?.id ?? null;
}

/** True for a field that the new sheet and the new kind of dossier have, too. */
function fits(sheet: Sheet, kind: DossierKind, name: string, value: unknown): boolean {
  const key = name.slice(name.indexOf('/') + 1);
  const item = itemsOf(sheet).find(({ code }) => code === key);
  if (name.startsWith('answer/')) return !!item && (value === null || !!optionOf(item, value as Answer));
  if (name.startsWith('why/')) return !!item;
  return formFieldsOf(kind).some((field) => !field.fresh && fieldName.form(field.name) === name);
}

/** Answers, explanations, forms and evidence of the last dossier, each marked as carried over; answers to requests count. */
async function carryOver(tx: Tx, { from, to, sheet, kind }: { from: string; to: string; sheet: Sheet; kind: DossierKind }) {
  const { rows: additions } = await sql<{ name: string; value: Fields[string]['value'] }>`
    select distinct on (name) name, value from grading.dossier_addition where dossier_id = ${from} order by name, at desc`.execute(tx.db);
  const said: Record<string, Fields[string]['value']> = {
    ...Object.fromEntries(Object.entries(await fieldsOf(tx, from)).map(([name, { value }]) => [name, value])),
    ...Object.fromEntries(additions.map(({ name, value }) => [name, value])),
  };
  for (const [name, value] of Object.entries(said))
    if (fits(sheet, kind, name, value)) await writeField(tx, to, name, { value, version: 1, carried: true });
  const { rows } = await sql<{ item: string | null; note: string | null; paper_id: string | null; file_id: string | null; fact_kind: string | null; fact_id: string | null }>`
    select distinct on (item, coalesce(paper_id, file_id, fact_id)) item, note, paper_id, file_id, fact_kind, fact_id
    from grading.dossier_evidence where dossier_id = ${from} and removed_at is null and item is not null`.execute(tx.db);
  const codes = new Set(itemsOf(sheet).map(({ code }) => code));
  const kept = rows.filter(({ item }) => codes.has(item!));
  if (kept.length)
    await tx.db
      .insertInto('grading.dossier_evidence')
      .values(kept.map((row) => ({ id: newId(), dossier_id: to, ...row, added_at: tx.now, added_by: authorOf(tx) })))
      .execute();
} // prettier-ignore

/** The answers of the open self-assessment that the sheet still has: nobody answers twice. */
async function takeAssessment(tx: Tx, product: string, to: string, sheet: Sheet): Promise<void> {
  const open = await tx.db
    .selectFrom('grading.self_assessment')
    .select('id')
    .where('product_id', '=', product)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (!open) return;
  const items = new Map(itemsOf(sheet).map((item) => [item.code, item]));
  const rules = new Set(
    [...sheet.disqualifiedWhen, ...itemsOf(sheet).flatMap((item) => item.rules)].map(({ id }) => id),
  );
  for (const [key, { value }] of Object.entries(await answersOf(tx, open.id))) {
    const item = items.get(key);
    const name = typeof value === 'boolean' ? fieldName.rule(key) : fieldName.answer(key);
    const stands = typeof value === 'boolean' ? rules.has(key) : item && (value === null || optionOf(item, value));
    if (stands) await writeField(tx, to, name, { value, version: 1, carried: false });
  }
}

/**
 * Opens a dossier for a product on the sheet in force: for the first time, for a higher star, or to be graded again.
 * One product has one open dossier.
 * @returns its id
 * @throws AppError not_found, refused, input.invalid at `kind` with the reason, at `product` where one is open
 */
export const openDossier = action(
  {
    name: 'dossiers.open',
    input: OpenDossier,
    may: mayWriteDossiers,
    taken: { dossier_open: { path: 'product', key: 'dossiers.open_already' } },
  },
  async (tx, input) => {
    const { id } = await begin(tx, { ...input, channel: 'online', filed_on: null });
    return { id };
  },
);
