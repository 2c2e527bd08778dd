import { sql } from 'kysely';
import { action } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { claimUpload, type FileRow, filesOf } from '#kernel/files/rows';
import { isId, newId } from '#kernel/ids';
import { itemsOf } from '#domain/criteria/items';
import { sheetOfVersion } from '#domain/criteria/queries';
import { end } from '#domain/papers/queries';
import { producerFacts, producerOwner } from '#domain/producers/facts';
import { kinds as producerKinds } from '#domain/producers/kinds';
import { productFacts, productOwner } from '#domain/products/facts';
import { kinds as productKinds } from '#domain/products/kinds';
import { canSeeDossier, canWriteDossier, mayWriteDossiers } from './policy.ts';
import { dossierOf } from './queries.ts';
import { lockDossier } from './rows.ts';
import { CiteEvidence, RemoveEvidence } from './schema.ts';

/** What speaks for an answer, as it stands today. */
export type Evidence = {
  id: string;
  /** Code of the item; null: of the whole dossier. */
  item: string | null;
  request_item_id: string | null;
  note: string | null;
  added_at: Date;
  paper: {
    id: string;
    row_id: string;
    type: string;
    type_name: string;
    number: string | null;
    verdict: string | null;
  } | null;
  fact: { kind: string; id: string; row_id: string | null; said: Record<string, unknown> } | null;
  file: FileRow | null;
  /** Its last day; null: it has none, or nobody knows. */
  end: string | null;
  /** Taken back, ended as a fact, or found wrong by an officer: it speaks no more. */
  state: 'stands' | 'gone';
};

type Row = {
  id: string;
  item: string | null;
  request_item_id: string | null;
  note: string | null;
  added_at: Date;
  paper_id: string | null;
  file_id: string | null;
  fact_kind: string | null;
  fact_id: string | null;
  row_id: string | null;
  type: string | null;
  type_name: string | null;
  number: string | null;
  verdict: string | null;
  paper_file: string | null;
  end: string | null;
};

/** The facts about a producer and a product by their id. The reader sees those of its kinds that it may. */
export async function factsById(ctx: Ctx | Tx, producer: string, product: string) {
  const [ofProducer, ofProduct] = await Promise.all([
    producerOwner(ctx, producer).then((owner) => producerFacts(ctx, owner)),
    productOwner(ctx, product).then((owner) => productFacts(ctx, owner)),
  ]);
  const all = Object.entries({ ...ofProducer, ...ofProduct });
  return new Map(all.flatMap(([kind, rows]) => rows.map((row) => [row.id, { kind, row }] as const)));
}

/**
 * Everything that speaks for the answers of a dossier, in the order of the items.
 * @throws AppError not_found
 */
export async function evidenceOf(ctx: Ctx | Tx, id: string, seen = canSeeDossier): Promise<Evidence[]> {
  const dossier = await dossierOf(ctx, id, seen);
  const { rows } = await sql<Row>`
    select evidence.id, evidence.item, evidence.request_item_id, evidence.note, evidence.added_at, evidence.paper_id,
      evidence.file_id, evidence.fact_kind, evidence.fact_id, paper.row_id, paper.type, paper.number, paper.verdict,
      ${ctx.locale === 'en' ? sql`type.name_en` : sql`type.name_vi`} as type_name, paper.file_id as paper_file, ${end} as "end"
    from grading.dossier_evidence evidence
    left join papers.paper on paper.id = evidence.paper_id and paper.superseded_at is null
    left join papers.type on type.code = paper.type and type.superseded_at is null
    where evidence.dossier_id = ${id} and evidence.removed_at is null order by evidence.id`.execute(ctx.db);
  const [files, facts] = await Promise.all([
    filesOf(ctx, rows.flatMap(({ file_id, paper_file }) => file_id ?? paper_file ?? [])),
    rows.some(({ fact_id }) => fact_id) ? factsById(ctx, dossier.producer_id, dossier.product_id) : new Map<string, never>(),
  ]); // prettier-ignore
  return rows.map((row): Evidence => {
    const fact = row.fact_id ? facts.get(row.fact_id)?.row : undefined;
    const isStory = row.fact_kind === 'story';
    const isGone = row.paper_id ? !row.row_id || row.verdict === 'wrong' : !!row.fact_id && !isStory && !fact;
    return {
      id: row.id,
      item: row.item,
      request_item_id: row.request_item_id,
      note: row.note,
      added_at: row.added_at,
      paper: row.paper_id
        ? { id: row.paper_id, row_id: row.row_id ?? '', type: row.type ?? '', type_name: row.type_name ?? '', number: row.number, verdict: row.verdict }
        : null,
      fact: row.fact_id ? { kind: row.fact_kind!, id: row.fact_id, row_id: fact?.row_id ?? null, said: fact ?? {} } : null,
      file: files.get(row.file_id ?? row.paper_file ?? '') ?? null,
      end: row.paper_id ? row.end : (fact?.valid_to ?? null),
      state: isGone ? 'gone' : 'stands',
    }; // prettier-ignore
  });
}

type Named = { paper: string | null; fact_kind: string | null; fact: string | null; file: string | null };

/**
 * Writes what speaks for an item, or for an answer to a request: a paper or a fact of the dossier's own producer, or a
 * file of whoever writes. @returns its id
 * @throws AppError input.invalid at `evidence`, `paper`, `fact` or `file`
 */
export async function addEvidence(
  tx: Tx,
  dossier: { id: string; producer_id: string; product_id: string },
  { paper, fact_kind, fact, file }: Named,
  beside: { item?: string | null; request_item_id?: string | null; note?: string | null } = {},
): Promise<string> {
  if ([paper, fact, file].filter(Boolean).length !== 1) throw fieldError('evidence', 'dossiers.evidence_one');
  if (paper) {
    const own = await tx.db
      .selectFrom('papers.paper')
      .select('id')
      .where('id', '=', paper)
      .where('organisation_id', '=', dossier.producer_id)
      .where('superseded_at', 'is', null)
      .executeTakeFirst();
    if (!own) throw fieldError('paper', 'fields.choice');
  }
  if (fact && fact_kind !== 'story') {
    const found = (await factsById(tx, dossier.producer_id, dossier.product_id)).get(fact);
    if (!found || found.kind !== fact_kind) throw fieldError('fact', 'fields.choice');
  }
  const same = await tx.db
    .selectFrom('grading.dossier_evidence')
    .select('id')
    .where('dossier_id', '=', dossier.id)
    .where('item', 'is not distinct from', beside.item ?? null)
    .where('request_item_id', 'is not distinct from', beside.request_item_id ?? null)
    .where((eb) => (paper ? eb('paper_id', '=', paper) : fact ? eb('fact_id', '=', fact) : eb.lit(false)))
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (same) return same.id;
  const id = newId();
  await tx.db
    .insertInto('grading.dossier_evidence')
    .values({
      id,
      dossier_id: dossier.id,
      ...beside,
      paper_id: paper,
      fact_kind: fact ? fact_kind : null,
      fact_id: fact,
      file_id: file ? await claimUpload(tx, file) : null,
      added_at: tx.now,
      added_by: authorOf(tx),
    })
    .execute();
  return id;
}

/** Is this a kind of fact that can be cited? */
const isKind = (kind: string) =>
  kind === 'story' || Object.hasOwn(producerKinds, kind) || Object.hasOwn(productKinds, kind);

const subjectOf = (dossier: { product_id: string; area_path: string }) => ({ kind: 'product', id: dossier.product_id, area: dossier.area_path }); // prettier-ignore

/**
 * Cites what speaks for an item of a draft. The same thing cited twice stands once.
 * @returns its id @throws AppError not_found, refused, input.invalid
 */
export const citeEvidence = action(
  { name: 'dossiers.cite', input: CiteEvidence, may: mayWriteDossiers },
  async (tx, { dossier: id, item, note, ...named }) => {
    const dossier = await lockDossier(tx, id);
    if (!canWriteDossier(tx.actor, dossier)) throw new AppError('refused');
    const sheet = await sheetOfVersion(tx, dossier.sheet_code, dossier.sheet_version);
    if (item && !itemsOf(sheet).some(({ code }) => code === item)) throw fieldError('item', 'criteria.no_item');
    if (named.fact && !isKind(named.fact_kind ?? '')) throw fieldError('fact', 'fields.choice');
    if (named.fact_kind === 'story' && named.fact !== dossier.product_id) throw fieldError('fact', 'fields.choice');
    const evidence = await addEvidence(tx, dossier, named, { item, note });
    await record(tx, 'dossier.cited', subjectOf(dossier), { dossier: id, item, evidence });
    return { id: evidence };
  },
);

/**
 * Takes evidence out of a draft; its row stays, so that the log leads to it.
 * @throws AppError not_found, refused
 */
export const removeEvidence = action(
  { name: 'dossiers.remove_evidence', input: RemoveEvidence, may: mayWriteDossiers },
  async (tx, { id }) => {
    const row = isId(id)
      ? await tx.db.selectFrom('grading.dossier_evidence').select(['dossier_id', 'item', 'file_id']).where('id', '=', id).executeTakeFirst()
      : undefined; // prettier-ignore
    if (!row) throw new AppError('not_found');
    const dossier = await lockDossier(tx, row.dossier_id);
    if (!canWriteDossier(tx.actor, dossier)) throw new AppError('refused');
    const { numUpdatedRows } = await tx.db
      .updateTable('grading.dossier_evidence')
      .set({ removed_at: tx.now, removed_by: authorOf(tx) })
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (!numUpdatedRows) throw new AppError('state.conflict', { details: { reason: 'dossiers.evidence_removed' } });
    await record(tx, 'dossier.evidence_removed', subjectOf(dossier), { dossier: dossier.id, item: row.item, evidence: id }); // prettier-ignore
  },
);
