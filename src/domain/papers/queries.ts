import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { type FileRow, filesOf } from '#kernel/files/rows';
import { isId } from '#kernel/ids';
import { within } from '#domain/areas/scopes';
import { reachOf } from './policy.ts';
import type { State } from './rules.ts';

export type PaperRow = {
  id: string;
  version: number;
  owner_kind: string;
  owner_id: string;
  organisation_id: string;
  area_path: string;
  type: string;
  type_name: string;
  number: string | null;
  issuer: string | null;
  issued_on: string | null;
  printed_end: string | null;
  /** The last day, printed or computed; null: nobody knows. */
  end: string | null;
  state: State;
  file_id: string | null;
  verdict: 'right' | 'wrong' | null;
  verdict_note: string | null;
  checked_at: Date | null;
  checked_by: string | null;
  recorded_at: Date;
  recorded_by: string | null;
};

/** The same rule as `endOf`; a test compares them. */
export const end = sql`coalesce(paper.printed_end, (paper.issued_on + make_interval(months => type.life_months))::date)`;

/** The same rule as `stateOn`. */
const stateAt = (day: string) => sql`case when ${end} is null then 'unknown' when ${end} < ${day}::date then 'expired'
  when ${end} <= ${day}::date + type.lead_days then 'expiring' else 'valid' end`;

/** Every read of papers starts here: papers as they stand that this person may see. */
function visiblePapers(ctx: Ctx): RawBuilder<unknown> {
  const { areas, organisations } = reachOf(ctx.actor);
  return sql`papers.paper paper join papers.type type on type.code = paper.type and type.superseded_at is null
    where paper.superseded_at is null and (paper.organisation_id = any(${organisations}::uuid[])
      or ${within('paper.area_path', areas)})`;
}

const columns = (ctx: Ctx) => sql`paper.id, paper.version, paper.owner_kind, paper.owner_id, paper.organisation_id,
  paper.area_path, paper.type, ${ctx.locale === 'en' ? sql`type.name_en` : sql`type.name_vi`} as type_name, paper.number,
  paper.issuer, paper.issued_on, paper.printed_end, ${end} as "end", ${stateAt(ctx.today)} as state, paper.file_id,
  paper.verdict, paper.verdict_note, paper.checked_at, paper.checked_by, paper.recorded_at, paper.recorded_by`;

const covering = (
  kind: string,
  id: string,
) => sql`exists (select from papers.cover cover where cover.paper_id = paper.id
  and cover.superseded_at is null and cover.subject_kind = ${kind} and cover.subject_id = ${id}::uuid)`;

/**
 * The papers of a subject that this person may see: all that a producer owns, or those that cover a product, a facility …
 * The first to end come first.
 */
export async function papersOf(ctx: Ctx, subject: { kind: string; id: string }): Promise<PaperRow[]> {
  if (!isId(subject.id)) return [];
  const about =
    subject.kind === 'producer'
      ? sql`(paper.owner_id = ${subject.id}::uuid or ${covering('producer', subject.id)})`
      : covering(subject.kind, subject.id);
  const { rows } = await sql<PaperRow>`select ${columns(ctx)} from ${visiblePapers(ctx)} and ${about}
    order by "end" nulls last, type_name, paper.id`.execute(ctx.db);
  return rows;
}

type Cover = { subject_kind: string; subject_id: string };
export type PaperWithAll = PaperRow & { file: FileRow | null; covers: Cover[] };

/** One paper with its file and what it covers. @throws AppError not_found for one that this person may not see */
export async function paperById(ctx: Ctx, id: string): Promise<PaperWithAll> {
  if (!isId(id)) throw new AppError('not_found');
  const { rows } =
    await sql<PaperRow>`select ${columns(ctx)} from ${visiblePapers(ctx)} and paper.id = ${id}::uuid`.execute(ctx.db);
  const paper = rows[0];
  if (!paper) throw new AppError('not_found');
  const covers = await ctx.db
    .selectFrom('papers.cover')
    .select(['subject_kind', 'subject_id'])
    .where('paper_id', '=', id)
    .where('superseded_at', 'is', null)
    .orderBy('id')
    .execute();
  const files = await filesOf(ctx, paper.file_id ? [paper.file_id] : []);
  return { ...paper, covers, file: files.get(paper.file_id ?? '') ?? null };
}

export type PaperFilter = {
  /** A part of its number or issuer. */
  q?: string | null;
  state?: State | null;
  type?: string | null;
  /** The path of an area. */
  area?: string | null;
  checked?: 'right' | 'wrong' | 'not_yet' | null;
  sort?: keyof typeof orders;
  page?: number;
  limit?: number;
};

const orders = {
  end: sql`"end" nulls last, paper.id`,
  newest: sql`paper.recorded_at desc, paper.id`,
  type: sql`type_name, "end" nulls last, paper.id`,
};

/** Papers that this person may see, by filters, in the order asked for, 30 to a page. */
export async function listPapers(ctx: Ctx, filter: PaperFilter): Promise<{ items: PaperRow[]; hasNext: boolean }> {
  const limit = filter.limit ?? 30;
  const { q = null, state = null, type = null, area = null, checked = null } = filter;
  const words = `%${(q ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await sql<PaperRow>`select ${columns(ctx)} from ${visiblePapers(ctx)}
    and (${q}::text is null or paper.number ilike ${words} or paper.issuer ilike ${words})
    and (${state}::text is null or ${stateAt(ctx.today)} = ${state})
    and (${type}::text is null or paper.type = ${type})
    and (${area}::text is null or paper.area_path = ${area} or paper.area_path like ${area} || '/%')
    and (${checked}::text is null or coalesce(paper.verdict, 'not_yet') = ${checked})
    order by ${orders[filter.sort ?? 'end']} limit ${limit + 1} offset ${((filter.page ?? 1) - 1) * limit}`.execute(
    ctx.db,
  );
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}

/**
 * True for a paper whose place a later one has taken: the same owner and type, a later end, and nothing that the old one
 * covers left out. Nobody is warned of it any more.
 */
export const replaced = sql`exists (
  select from papers.paper later join papers.type its on its.code = later.type and its.superseded_at is null
  where later.superseded_at is null and later.owner_id = paper.owner_id and later.type = paper.type
    and later.id <> paper.id and later.verdict is distinct from 'wrong'
    and coalesce(later.printed_end, (later.issued_on + make_interval(months => its.life_months))::date) > ${end}
    and not exists (
      select from papers.cover old where old.paper_id = paper.id and old.superseded_at is null and not exists (
        select from papers.cover new where new.paper_id = later.id and new.superseded_at is null
          and new.subject_kind = old.subject_kind and new.subject_id = old.subject_id)))`;

/** Papers within this person's reach that end soon or have ended, and that no later one replaces; the first to end first. */
export async function expiringPapers(ctx: Ctx, limit = 8): Promise<PaperRow[]> {
  const { rows } = await sql<PaperRow>`select ${columns(ctx)} from ${visiblePapers(ctx)}
    and ${stateAt(ctx.today)} in ('expiring', 'expired') and paper.verdict is distinct from 'wrong' and not ${replaced}
    order by ${stateAt(ctx.today)} = 'expired', "end", paper.id limit ${limit}`.execute(ctx.db);
  return rows;
}

export type PaperDuties = {
  expiring: number;
  expired: number;
  unchecked: number;
  /** Since when the oldest of the unchecked waits. */
  unchecked_since: Date | null;
  /** The day on which the first of the expiring ends. */
  first_end: string | null;
  /** The day on which the first of the expired ended. */
  first_ended: string | null;
};

/** What waits within this person's reach: papers that end soon or have ended unreplaced, and papers to be checked. */
export async function paperDuties(ctx: Ctx): Promise<PaperDuties> {
  const { rows } = await sql<PaperDuties>`select
      (count(*) filter (where state = 'expiring' and not replaced))::int as expiring,
      (count(*) filter (where state = 'expired' and not replaced))::int as expired,
      (count(*) filter (where verdict is null))::int as unchecked,
      min(recorded_at) filter (where verdict is null) as unchecked_since,
      min("end") filter (where state = 'expiring' and not replaced) as first_end,
      min("end") filter (where state = 'expired' and not replaced) as first_ended
    from (select ${stateAt(ctx.today)} as state, ${end} as "end", ${replaced} as replaced, paper.verdict, paper.recorded_at from ${visiblePapers(ctx)}) own`.execute(
    ctx.db,
  );
  return rows[0]!;
}
