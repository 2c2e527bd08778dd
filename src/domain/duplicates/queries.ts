import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { hanging, nameOf } from '#kernel/pointers';
import { within } from '#domain/areas/scopes';
import { officerScopes } from '#domain/identity/rules';
import { canEditProducer } from '#domain/producers/policy';
import {
  type Alike,
  alikeTo,
  type Asked,
  type ProductDraft,
  producersLikeDraft,
  productsLikeDraft,
} from './finding.ts';
import { pointersTo } from './pointers.ts';
import { canMergeTwo } from './policy.ts';
import { filledOfProducer, filledOfProduct, type Level, levels, type Reason } from './rules.ts';

export type Kind = 'producer' | 'product';

type Named = { id: string; origin: string; name: string; area_path: string; commune: string | null };

/** Producers or products with their names and places. */
async function named(ctx: Ctx, kind: Kind, ids: readonly string[]): Promise<Map<string, Named>> {
  if (!ids.length) return new Map();
  const table = sql.table(kind === 'producer' ? 'producers.producer' : 'products.product');
  const { rows } = await sql<Named>`
    select thing.id, thing.origin, thing.name, thing.area_path, commune.name as commune
    from ${table} thing left join areas.unit commune on commune.id = thing.commune_id
    where thing.id = any(${[...ids]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

type Shown = { id: string; name: string; commune: string | null; level: Level; reasons: readonly Reason[] };

/** What of the likely ones this person is told: those of their own area, and whoever bears the same number. */
async function told(ctx: Ctx, kind: Kind, found: readonly Alike[]): Promise<Shown[]> {
  const names = await named(
    ctx,
    kind,
    found.map(({ other }) => other),
  );
  return found.flatMap(({ other, level, reasons }) => {
    const one = names.get(other)!;
    const isTold = canEditProducer(ctx.actor, one) || reasons.includes('number');
    return isTold ? [{ id: other, name: one.name, commune: one.commune, level, reasons }] : [];
  });
}

/** What may be the same as this producer or product, but for what was told apart. */
export async function likelyDuplicates(ctx: Ctx, kind: Kind, id: string): Promise<Shown[]> {
  const found = await alikeTo(ctx, kind, [id]);
  if (!found.length) return [];
  const apart = await ctx.db
    .selectFrom('duplicates.pair')
    .select(['one', 'other', 'basis'])
    .where('kind', '=', kind)
    .where('state', '=', 'apart')
    .where(({ eb, or }) => or([eb('one', '=', id), eb('other', '=', id)]))
    .execute();
  const isApart = ({ other, basis }: Alike) =>
    apart.some((pair) => pair.basis === basis && (pair.one === other || pair.other === other));
  return told(
    ctx,
    kind,
    found.filter((one) => !isApart(one)),
  );
}

/** Producers that may be the one that an officer is about to enter. */
export const likelyOfDraft = async (ctx: Ctx, asked: Asked): Promise<Shown[]> =>
  told(ctx, 'producer', await producersLikeDraft(ctx, asked));

/** Products of its producer that may be the one that an officer is about to enter. */
export const likelyOfProductDraft = async (ctx: Ctx, draft: ProductDraft): Promise<Shown[]> =>
  told(ctx, 'product', await productsLikeDraft(ctx, draft));

export type Pair = {
  id: string;
  kind: Kind;
  one: string;
  other: string;
  one_name: string;
  other_name: string;
  place: string | null;
  level: Level;
  reasons: Reason[];
};

type PairFilter = { kind?: Kind | null; level?: Level | null; page?: number; limit?: number };

/** Pairs that may be one and lie in the person's areas, the likeliest first. */
export async function waitingPairs(ctx: Ctx, filter: PairFilter = {}): Promise<{ items: Pair[]; hasNext: boolean }> {
  const { kind: only = null, level = null, page = 1, limit = 30 } = filter;
  const scopes = officerScopes(ctx.actor);
  const pairs = (kind: Kind, table: string, place: string) => sql`
    select pair.id, pair.kind, pair.one, pair.other, one.name as one_name, other.name as other_name,
      ${sql.ref(place)} as place, pair.level, pair.reasons, pair.found_at
    from duplicates.pair join ${sql.table(table)} one on one.id = pair.one join ${sql.table(table)} other on other.id = pair.other
    left join areas.unit commune on commune.id = one.commune_id
    ${kind === 'product' ? sql`left join producers.producer producer on producer.id = one.producer_id` : sql``}
    where pair.kind = ${kind} and pair.state = 'open' and one.merged_into is null and other.merged_into is null
      and ${within('one.area_path', scopes)} and ${within('other.area_path', scopes)}`;
  const { rows } = await sql<Pair>`
    select * from (${pairs('producer', 'producers.producer', 'commune.name')} union all ${pairs('product', 'products.product', 'producer.name')}) pair
    where (${only}::text is null or kind = ${only}) and (${level}::text is null or level = ${level})
    order by array_position(${[...levels]}::text[], level), found_at, id
    limit ${limit + 1} offset ${(page - 1) * limit}`.execute(ctx.db);
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}

/** How many such pairs there are, up to 100. */
export const countPairs = async (ctx: Ctx): Promise<number> => (await waitingPairs(ctx, { limit: 100 })).items.length;

const compared = {
  producer: [
    ...(['kind', 'name', 'tax_code', 'registration_no', 'registered_on', 'registered_by'] as const),
    ...([
      'commune',
      'street',
      'old_address',
      'contact_phone',
      'contact_email',
      'website',
      'publishes_contact',
    ] as const),
  ],
  product: [
    ...(['name', 'set_no', 'code', 'pack', 'gtin', 'price', 'capacity', 'capacity_unit'] as const),
    ...(['seasons', 'story', 'commune'] as const),
  ],
} as const;

type Row = Record<string, unknown> & {
  id: string;
  name: string;
  origin: string;
  area_path: string;
  version: number;
  merged_into: string | null;
  kind: string | null;
  commune_id: string | null;
  publishes_contact: boolean;
};

/** Both rows with the names of their communes. @throws AppError not_found, refused for whoever may not merge the two */
async function bothOf(ctx: Ctx, kind: Kind, ids: readonly [string, string]): Promise<[Row, Row]> {
  if (!ids.every(isId)) throw new AppError('not_found');
  const table = sql.table(kind === 'producer' ? 'producers.producer' : 'products.product');
  const { rows } = await sql<Row>`
    select thing.*, commune.name as commune from ${table} thing left join areas.unit commune on commune.id = thing.commune_id
    where thing.id = any(${[...ids]}::uuid[])`.execute(ctx.db);
  const [one, other] = ids.map((id) => rows.find((row) => row.id === id));
  if (!one || !other || one === other) throw new AppError('not_found');
  if (!canMergeTwo(ctx.actor, one, other)) throw new AppError('refused');
  return [one, other];
}

/**
 * Two side by side, as they are and as a merge would leave them. Without a word which stays: the one on which more hangs,
 * else the older one.
 * @throws AppError not_found, refused
 */
export async function comparison(ctx: Ctx, kind: Kind, ids: readonly [string, string], keep: string | null) {
  const rows = await bothOf(ctx, kind, ids);
  const counts = await Promise.all(
    pointersTo(kind).map(async (pointer) => ({ pointer, ...(await hanging(ctx, pointer, ids[0], ids[1])) })),
  );
  const sum = (side: 'from' | 'to') => counts.reduce((total, count) => total + count[side].n, 0);
  const fuller = sum('from') === sum('to') ? ids.toSorted()[0] : ids[sum('from') > sum('to') ? 0 : 1];
  const isFirst = (keep && ids.includes(keep) ? keep : fuller) === ids[0];
  const [kept, merged] = isFirst ? rows : [rows[1], rows[0]];
  const filled: string[] = (kind === 'producer' ? filledOfProducer : filledOfProduct)(kept, merged);
  const alike = (await alikeTo(ctx, kind, [kept.id])).find(({ other }) => other === merged.id);
  return {
    kept: headOf(kept),
    merged: headOf(merged),
    alike: alike ? { level: alike.level, reasons: alike.reasons } : null,
    fields: compared[kind].map((name) => ({
      name,
      kept: kept[name],
      merged: merged[name],
      after: filled.includes(name) ? merged[name] : kept[name],
    })),
    hangs: counts
      .filter(({ from, to }) => from.n + to.n > 0)
      .map(({ pointer, from, to, twins }) => ({
        pointer: nameOf(pointer),
        kept: isFirst ? from : to,
        merged: isFirst ? to : from,
        // What both say stands once after it, or stays behind.
        twins: pointer.twin ? twins : 0,
      })),
  };
}

const headOf = ({ id, name, version, merged_into }: Row) => ({ id, name, version, isMerged: merged_into !== null });

const merges = (ctx: Ctx) =>
  ctx.db
    .selectFrom('duplicates.merge as merge')
    .leftJoin('identity.person as by', 'by.id', 'merge.merged_by')
    .leftJoin('identity.person as undoer', 'undoer.id', 'merge.undone_by')
    .select([
      'merge.id',
      'merge.kind',
      'merge.kept_id',
      'merge.merged_id',
      'merge.why',
      'merge.filled',
      'merge.merged_at',
    ])
    .select(['by.name as by', 'merge.undone_at', 'merge.undone_why', 'undoer.name as undone_by']);

/** The merges that stand of a producer or product: into which it was merged, and which were merged into it. */
export async function mergesOf(ctx: Ctx, kind: Kind, id: string) {
  const rows = await merges(ctx)
    .where('merge.kind', '=', kind)
    .where('merge.undone_at', 'is', null)
    .where(({ eb, or }) => or([eb('merge.kept_id', '=', id), eb('merge.merged_id', '=', id)]))
    .orderBy('merge.id', 'desc')
    .execute();
  const names = await named(
    ctx,
    kind,
    rows.flatMap(({ kept_id, merged_id }) => [kept_id, merged_id]),
  );
  const all = rows.map(({ id: merge, kept_id, merged_id, merged_at }) => ({
    merge,
    kept: kept_id,
    at: merged_at,
    other: { id: kept_id === id ? merged_id : kept_id, name: names.get(kept_id === id ? merged_id : kept_id)!.name },
  }));
  return { into: all.find(({ kept }) => kept !== id) ?? null, from: all.filter(({ kept }) => kept === id) };
}

/** A merge with the names of both and what it moved. @throws AppError not_found, refused for whoever may not undo it */
export async function mergeById(ctx: Ctx, id: string) {
  const row = isId(id) ? await merges(ctx).where('merge.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw new AppError('not_found');
  const kind = row.kind as Kind;
  const names = await named(ctx, kind, [row.kept_id, row.merged_id]);
  const [kept, merged] = [names.get(row.kept_id)!, names.get(row.merged_id)!];
  if (!canMergeTwo(ctx.actor, kept, merged)) throw new AppError('refused');
  const moved = await ctx.db
    .selectFrom('duplicates.moved')
    .select(({ fn }) => ['pointer', fn.countAll<string>().as('n')])
    .select(({ fn }) => fn.countAll<string>().filterWhere('closed', '=', true).as('closed'))
    .where('merge_id', '=', id)
    .groupBy('pointer')
    .orderBy('pointer')
    .execute();
  return {
    ...row,
    kind,
    kept: { id: kept.id, name: kept.name },
    merged: { id: merged.id, name: merged.name },
    moved: moved.map((one) => ({ pointer: one.pointer, n: Number(one.n), closed: Number(one.closed) })),
  };
}
