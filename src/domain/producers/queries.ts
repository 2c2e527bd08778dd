import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '#kernel/context';
import { CursorId, CursorName, cursorOf, readCursor } from '#kernel/cursor';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { movedTo } from '#kernel/pointers';
import { fold } from '#kernel/text';
import { within } from '#domain/areas/scopes';
import { isStaff } from '#domain/identity/rules';
import { canReadRepresentative, isOwnOf } from './policy.ts';
import { isPrivate } from './rules.ts';

const producers = (ctx: Ctx) =>
  ctx.db
    .selectFrom('producers.producer as producer')
    .leftJoin('areas.unit as commune', 'commune.id', 'producer.commune_id')
    .leftJoin('areas.unit as province', 'province.id', 'commune.parent_id');

/** A producer as anybody may see it: of a household only its commune, unless it consents to more. @throws AppError not_found, moved for one that was merged into another */
export async function publicProducer(ctx: Ctx, id: string) {
  const row = await producers(ctx)
    .select([
      'producer.id',
      'producer.origin',
      'producer.kind',
      'producer.name',
      'producer.tax_code',
      'producer.street',
      'producer.old_address',
      'producer.contact_phone',
      'producer.contact_email',
    ])
    .select([
      'producer.website',
      'producer.publishes_contact',
      'producer.area_path',
      'producer.merged_into',
      'commune.id as commune_id',
      'commune.name as commune',
      'commune.type as commune_type',
      'province.name as province',
    ])
    .where('producer.id', '=', uuid(id))
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  if (row.merged_into) throw movedTo('producer', row.merged_into);
  const open = row.publishes_contact;
  const address = open || !isPrivate(row.kind);
  const { publishes_contact: _, merged_into: __, ...shown } = row;
  return {
    ...shown,
    isPrivate: !address,
    tax_code: address ? row.tax_code : null,
    website: address ? row.website : null,
    street: address ? row.street : null,
    old_address: address ? row.old_address : null,
    contact_phone: open ? row.contact_phone : null,
    contact_email: open ? row.contact_email : null,
  };
}

const uuid = (text: string) => {
  if (!isId(text)) throw new AppError('not_found');
  return text;
};

/**
 * A producer for the office. What is personal (contact that it does not publish, and of a household its address and tax
 * code) only for those who may read its representative, too. @throws AppError not_found, refused
 */
export async function producerForEdit(ctx: Ctx, id: string) {
  if (!isStaff(ctx.actor)) throw new AppError('refused');
  const row = await producers(ctx)
    .selectAll('producer')
    .select(['commune.name as commune', 'province.name as province'])
    .where('producer.id', '=', uuid(id))
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  if (canReadRepresentative(ctx.actor, row)) return row;
  const contact = row.publishes_contact ? {} : { contact_phone: null, contact_email: null };
  const home = { tax_code: null, registration_no: null, website: null, street: null, old_address: null };
  return { ...row, ...contact, ...(isPrivate(row.kind) && !row.publishes_contact ? home : {}) };
}

/** Names and forms from the newest to the oldest. */
export const namingsOf = (ctx: Ctx, producer: string) =>
  ctx.db
    .selectFrom('producers.naming')
    .select(['name', 'kind', 'valid_from', 'valid_to'])
    .where('producer_id', '=', producer)
    .where('superseded_at', 'is', null)
    .orderBy('valid_from', (by) => by.desc().nullsLast())
    .execute();

/** Facilities, those still at work first. */
export const facilitiesOf = (ctx: Ctx, producer: string) =>
  ctx.db
    .selectFrom('producers.facility as facility')
    .innerJoin('areas.unit as commune', 'commune.id', 'facility.commune_id')
    .select([
      'facility.id',
      'facility.version',
      'facility.name',
      'facility.activity',
      'facility.street',
      'facility.valid_from',
      'facility.valid_to',
      'commune.id as commune_id',
      'commune.name as commune',
    ])
    .where('facility.producer_id', '=', producer)
    .where('facility.superseded_at', 'is', null)
    .orderBy('facility.valid_to', (by) => by.asc().nullsFirst())
    .orderBy('facility.name')
    .execute();

/** The producer whose facility this is; null if there is no such facility. */
export async function producerOfFacility(ctx: Ctx, id: string): Promise<string | null> {
  if (!isId(id)) return null;
  const row = await ctx.db
    .selectFrom('producers.facility')
    .select('producer_id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.producer_id ?? null;
}

/** A producer for its own people: everything but the representative. @throws AppError not_found */
export async function ownProducer(ctx: Ctx, id: string) {
  const row = await producers(ctx)
    .selectAll('producer')
    .select(['commune.name as commune', 'province.name as province'])
    .where('producer.id', '=', uuid(id))
    .executeTakeFirst();
  if (!row || !isOwnOf(ctx.actor, row.id)) throw new AppError('not_found');
  const { search: _, folded: __, ...shown } = row;
  return shown;
}

/** Whether it still produces, by the newest answer; null if nobody asked. */
export async function producingOf(ctx: Ctx, producer: string): Promise<{ yes: boolean; on: string } | null> {
  const [newest] = await confirmationsOf(ctx, producer);
  return newest ? { yes: newest.producing, on: newest.valid_from } : null;
}

/** "Still producing?" with the notes of who asked, for the office; the newest answer first. */
export const confirmationsOf = (ctx: Ctx, producer: string) =>
  ctx.db
    .selectFrom('producers.confirmation')
    .select(['producing', 'note', 'valid_from'])
    .where('producer_id', '=', producer)
    .where('superseded_at', 'is', null)
    .orderBy('valid_from', 'desc')
    .limit(20)
    .execute();

const Cursor = z.tuple([CursorName, CursorId]);

/** The place where a page ended, from its `next`. @throws AppError input.invalid at `after` for one made by hand */
export const readProducerCursor = (text: string): readonly [string, string] => readCursor(text, Cursor);

export type ProducerRow = {
  id: string;
  origin: string;
  kind: string | null;
  name: string;
  commune: string | null;
  changed_at: Date;
};
export type ProducerFilter = {
  q?: string | null;
  kind?: string | null;
  area?: string | null;
  after?: readonly [string, string] | null | undefined;
  /** Those of whom nobody has said within a year that they still produce. */
  unconfirmed?: boolean;
  sort?: 'name' | 'changed';
  page?: number;
  limit?: number;
};

const counted = 1000;

/** Nobody has said within a year whether it still produces. */
const unconfirmed = (
  ctx: Ctx,
) => sql`producer.origin <> 'citation' and not exists (select from producers.confirmation said
  where said.producer_id = producer.id and said.superseded_at is null and said.valid_from > ${ctx.today}::date - interval '12 months')`;

/** How many producers of these areas nobody has confirmed within a year, and since when the first of them is due. */
export async function unconfirmedIn(
  ctx: Ctx,
  scopes: readonly string[],
): Promise<{ count: number; oldest: string | null }> {
  const { rows } = await sql<{ count: number; oldest: string | null }>`
    select count(*)::int as count, min(since)::date as oldest from (
      select coalesce((select max(said.valid_from) + interval '12 months' from producers.confirmation said
        where said.producer_id = producer.id and said.superseded_at is null), producer.created_at) as since
      from producers.producer where ${unconfirmed(ctx)} and ${within('producer.area_path', scopes)} limit ${counted + 1}) due`.execute(
    ctx.db,
  );
  return rows[0]!;
}

/**
 * Producers by words of their name, kind and area. Sorted by name they page by key (`after`: name and id of the last
 * one seen); sorted by change they page by number, for the office.
 * @returns at most `limit` rows, and the count, exact up to 1,000
 */
export async function listProducers(ctx: Ctx, filter: ProducerFilter) {
  const limit = filter.limit ?? 20;
  const words = fold(filter.q ?? '')
    .split(' ')
    .filter(Boolean)
    .map((word) => `${word}:*`)
    .join(' & ');
  const where = sql`
    producer.merged_into is null
    and (${words} = '' or producer.search @@ to_tsquery('simple', ${words}))
    and (${!filter.unconfirmed} or (${unconfirmed(ctx)}))
    and (${filter.kind ?? null}::text is null or producer.kind = ${filter.kind ?? null})
    and (${filter.area ?? null}::text is null or producer.area_path = ${filter.area ?? null} or producer.area_path like ${filter.area ?? null} || '/%')`;
  const order =
    filter.sort === 'changed'
      ? sql`producer.changed_at desc, producer.id`
      : sql`producer.name collate kernel.vi, producer.id`;
  const beyond = filter.after
    ? sql`(producer.name collate kernel.vi, producer.id) > (${filter.after[0]} collate kernel.vi, ${filter.after[1]}::uuid)`
    : sql`true`;
  const [page, total] = await Promise.all([
    sql<ProducerRow>`
      select producer.id, producer.origin, producer.kind, producer.name, commune.name as commune, producer.changed_at
      from producers.producer left join areas.unit commune on commune.id = producer.commune_id
      where ${where} and ${beyond} order by ${order} limit ${limit + 1} offset ${((filter.page ?? 1) - 1) * limit}`.execute(
      ctx.db,
    ),
    sql<{
      n: number;
    }>`select count(*)::int as n from (select from producers.producer where ${where} limit ${counted + 1}) found`.execute(
      ctx.db,
    ),
  ]);
  const items = page.rows.slice(0, limit);
  const last = items.at(-1);
  const n = total.rows[0]!.n;
  return {
    items,
    total: Math.min(n, counted),
    totalIsExact: n <= counted,
    next: page.rows.length > limit && last ? cursorOf([last.name, last.id]) : null,
    hasNext: page.rows.length > limit,
  };
}

/** The names of producers by their ids, for faces that hold only ids. */
export async function producerNames(ctx: Ctx, ids: readonly string[]): Promise<Record<string, string>> {
  if (!ids.length) return {};
  const rows = await ctx.db
    .selectFrom('producers.producer')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
