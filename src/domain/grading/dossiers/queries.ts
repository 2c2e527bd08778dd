import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { within } from '#domain/areas/scopes';
import { sheetOfVersion } from '#domain/criteria/queries';
import { officerScopes } from '#domain/identity/rules';
import { canAudit } from '#domain/producers/policy';
import { fold } from '#kernel/text';
import type { Fields } from './looks.ts';
import { canSeeDossier } from './policy.ts';
import { type DossierKind, ended, type Level, type Status, turnOf } from './rules.ts';
import type { FieldValue } from './schema.ts';

/** A dossier as every page begins with it. */
export type Dossier = {
  id: string;
  version: number;
  product_id: string;
  product: string;
  set_no: number;
  producer_id: string;
  producer: string;
  area_path: string;
  commune: string;
  kind: DossierKind;
  channel: 'online' | 'paper';
  level: Level;
  status: Status;
  decision: string;
  sheet_code: string;
  sheet_version: number;
  previous_id: string | null;
  recognition_id: string | null;
  round_id: string | null;
  filed_on: string | null;
  commune_no: string | null;
  commune_received_on: string | null;
  province_no: string | null;
  province_received_on: string | null;
  copy_hash: string | null;
  opened_at: Date;
  changed_at: Date;
  /** A list of what is missing waits for the producer's answer. */
  asked: boolean;
  /** The day by which the clock that runs out first runs out. */
  due_on: string | null;
  /** The day by which the producer answers what was asked. */
  answer_by: string | null;
};

const columns = sql`dossier.id, dossier.version, dossier.product_id, product.name as product, product.set_no, dossier.producer_id,
  producer.name as producer, dossier.area_path, commune.name as commune, dossier.kind, dossier.channel, dossier.level,
  dossier.status, dossier.decision, dossier.sheet_code, dossier.sheet_version, dossier.previous_id, dossier.recognition_id,
  dossier.round_id, dossier.filed_on, dossier.commune_no, dossier.commune_received_on, dossier.province_no,
  dossier.province_received_on, dossier.copy_hash, dossier.opened_at, dossier.changed_at,
  exists (select from grading.dossier_request request where request.dossier_id = dossier.id and request.answered_at is null) as asked,
  (select min(clock.due_on) from grading.dossier_clock clock where clock.dossier_id = dossier.id and clock.ended_on is null) as due_on,
  (select min(request.due_on) from grading.dossier_request request where request.dossier_id = dossier.id and request.answered_at is null) as answer_by`;

const tables = sql`grading.dossier dossier join products.product product on product.id = dossier.product_id
  join producers.producer producer on producer.id = dossier.producer_id
  join areas.unit commune on commune.path = dossier.area_path`;

/**
 * A dossier that this person may see. Whoever sits in a council is let in by their own room (`seen`).
 * @throws AppError not_found
 */
export async function dossierOf(ctx: Ctx | Tx, id: string, seen = canSeeDossier): Promise<Dossier> {
  const { rows } = isId(id)
    ? await sql<Dossier>`select ${columns} from ${tables} where dossier.id = ${id}::uuid`.execute(ctx.db)
    : { rows: [] };
  if (!rows[0] || !seen(ctx.actor, rows[0])) throw new AppError('not_found');
  return rows[0];
}

/** Dossiers of a producer's products, the newest first; those of one product alone where it is named. */
export async function dossiersOf(ctx: Ctx | Tx, producer: string, product: string | null = null): Promise<Dossier[]> {
  const { rows } = await sql<Dossier>`select ${columns} from ${tables}
    where dossier.producer_id = ${producer}::uuid and (${product}::uuid is null or dossier.product_id = ${product}::uuid)
    order by dossier.id desc limit 100`.execute(ctx.db);
  return rows.filter((row) => canSeeDossier(ctx.actor, row));
}

/** What was typed in a dossier, field by field, with the version of each. */
export async function fieldsOf(ctx: Ctx | Tx, dossier: string, names?: readonly string[]): Promise<Fields> {
  const { rows } = await sql<{ name: string; value: FieldValue; version: number; carried: boolean }>`
    select name, value, version, carried from grading.dossier_field
    where dossier_id = ${dossier} and (${names === undefined} or name = any(${names ?? []}::text[]))`.execute(ctx.db);
  return Object.fromEntries(rows.map(({ name, ...field }) => [name, field]));
}

export type Addition = { name: string; value: FieldValue; at: Date; request_item_id: string };

/**
 * The answers of a dossier with its exact sheet: what stands now, and beside it what was filed where an answer to a
 * request said it anew.
 * @throws AppError not_found
 */
export async function dossierAnswers(ctx: Ctx | Tx, id: string, seen = canSeeDossier) {
  const dossier = await dossierOf(ctx, id, seen);
  const [sheet, filed, { rows: additions }] = await Promise.all([
    sheetOfVersion(ctx, dossier.sheet_code, dossier.sheet_version),
    fieldsOf(ctx, id),
    sql<Addition>`select name, value, at, request_item_id from grading.dossier_addition where dossier_id = ${id} order by at, id`.execute(ctx.db),
  ]); // prettier-ignore
  const fields: Fields = { ...filed };
  for (const { name, value } of additions) fields[name] = { value, version: filed[name]?.version ?? 0, carried: false };
  return { dossier, sheet, fields, filed, additions };
}

/** The moment in which a dossier was locked; null for a draft. */
export async function filedAt(ctx: Ctx | Tx, dossier: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(at) as at from grading.dossier_step where dossier_id = ${dossier} and from_status = 'draft'`.execute(
    ctx.db,
  );
  return rows[0]?.at ?? null;
}

/** The day on which the commune last proposed a dossier to the province; null where it has not. */
export async function proposedOn(ctx: Ctx | Tx, dossier: string): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select max(on_day) as day from grading.dossier_step
    where dossier_id = ${dossier} and level = 'province' and status = 'proposed' and from_level = 'commune'`.execute(
    ctx.db,
  );
  return rows[0]?.day ?? null;
}

export type StepRow = {
  id: string;
  on_day: string;
  at: Date;
  from_level: Level | null;
  from_status: Status | null;
  level: Level;
  status: Status;
  by: string | null;
  note: string | null;
};

/** Each move of a dossier, the newest first. The caller has asked who may see it. */
export async function stepsOf(ctx: Ctx, dossier: string): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select step.id, step.on_day, step.at, step.from_level, step.from_status, step.level, step.status, step.note, person.name as by
    from grading.dossier_step step left join identity.person on person.id = step.by
    where step.dossier_id = ${dossier} order by step.at desc, step.id desc`.execute(ctx.db);
  return rows;
}

const desks = (ctx: Ctx, ...roles: string[]) =>
  ctx.actor?.system
    ? ['VN']
    : (ctx.actor?.grants ?? []).flatMap(({ role, area }) => (area && roles.includes(role) ? [area] : []));

/** The condition that a dossier waits for this officer's own desk. */
function mine(ctx: Ctx) {
  const [communes, provinces] = [desks(ctx, 'commune_officer'), desks(ctx, 'province_officer')];
  return sql`not asked and ((level = 'commune' and status = 'filed' and ${within('area_path', communes)})
    or (level = 'province' and status <> 'scheduled' and not ${over} and ${within('area_path', provinces)})
    or (level = 'ministry' and not ${over} and ${within('area_path', desks(ctx, 'ministry_officer'))}))`;
}

const over = sql`status = any(${[...ended]}::text[])`;

export type ListFilter = {
  q?: string | null;
  queue?: 'mine' | 'producer' | 'all' | null;
  kind?: string | null;
  level?: string | null;
  status?: string | null;
  /** The path of an area. */
  area?: string | null;
  sort?: 'due' | 'newest' | null;
  page?: number;
  limit?: number;
  /** The id at which the page before ended; the newest come first. */
  after?: string | null;
  /** Those of the producers that one belongs to, too. */
  own?: true;
};

const reach = (ctx: Ctx) =>
  canAudit(ctx.actor) ? ['VN'] : [...officerScopes(ctx.actor), ...desks(ctx, 'council_secretary', 'inspector')];

const producersOf = (ctx: Ctx) => (ctx.actor?.grants ?? []).flatMap(({ organisation }) => organisation ?? []);

/** Dossiers of this person's area by filters, 30 to a page; what runs out first comes first. */
export async function listDossiers(ctx: Ctx, filter: ListFilter): Promise<{ items: Dossier[]; hasNext: boolean }> {
  const { q = null, queue = null, kind = null, level = null, status = null, area = null, limit = 30 } = filter;
  const { after = null, own = false } = filter;
  const words = fold(q ?? '')
    .split(' ')
    .filter(Boolean)
    .map((word) => `${word}:*`)
    .join(' & ');
  const waits =
    queue === 'mine' ? mine(ctx) : queue === 'producer' ? sql`not ${over} and (asked or status = 'draft')` : sql`true`;
  const order = filter.sort === 'newest' ? sql`id desc` : sql`due_on nulls last, id`;
  const { rows } = await sql<Dossier>`select * from (select ${columns}, producer.search as whose, (select listing.folded from products.listing where listing.product_id = product.id) as folded from ${tables}) dossier
    where (${within('area_path', reach(ctx))} or ${own} and producer_id = any(${producersOf(ctx)}::uuid[])) and ${waits}
      and (${after}::uuid is null or id < ${after}::uuid)
      and (${q}::text is null or folded @@ to_tsquery('simple', ${words}) or whose @@ to_tsquery('simple', ${words}) or ${q} in (commune_no, province_no))
      and (${kind}::text is null or kind = ${kind}) and (${level}::text is null or level = ${level})
      and (${status}::text is null or status = ${status})
      and (${area}::text is null or area_path = ${area} or area_path like ${area} || '/%')
    order by ${order} limit ${limit + 1} offset ${((filter.page ?? 1) - 1) * limit}`.execute(ctx.db); // prettier-ignore
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}

/** How many dossiers wait for this officer's desk, since when, and by when the first is due. */
export async function dossierDuties(ctx: Ctx): Promise<{ count: number; oldest: string | null; due: string | null }> {
  const { rows } = await sql<{ count: number; oldest: string | null; due: string | null }>`
    select count(*)::int as count, min(filed_on) as oldest, min(due_on) as due
    from (select * from (select ${columns} from ${tables}) dossier where ${mine(ctx)} limit 1001) own`.execute(ctx.db);
  return rows[0]!;
}

/** Whose turn it is. */
export const turnAt = ({ level, status, asked }: Pick<Dossier, 'level' | 'status' | 'asked'>) => turnOf({ level, status, asked }); // prettier-ignore
