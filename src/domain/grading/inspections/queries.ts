import { sql } from 'kysely';
import type { z } from 'zod';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { isOfOffice, mayReadDecisions } from '#domain/grading/decisions/policy';
import { within } from '#domain/areas/scopes';
import { officeScopes } from '#domain/grading/dossiers/policy';
import { canInspect, mayInspect } from './policy.ts';
import type { InspectionFilter } from './schema.ts';

const size = 30;

/** Where this person inspects or keeps the papers. */
const scopesOf = (ctx: Ctx): string[] => [
  ...officeScopes(ctx.actor),
  ...(ctx.actor?.grants ?? []).flatMap(({ role, area }) => (role === 'inspector' && area ? [area] : [])),
];
export type InspectionRow = {
  id: string;
  product_id: string;
  product: string;
  producer: string;
  commune: string | null;
  level: 'province' | 'ministry';
  area_path: string;
  kind: 'planned' | 'ad_hoc';
  why: string | null;
  planned_on: string;
  held_on: string | null;
  team: string | null;
  conclusion: 'kept' | 'mend' | 'withdraw' | 'stopped' | null;
  concluded_on: string | null;
  note: string | null;
  version: number;
  /** The first day by which something has to be mended. */
  mend_by: string | null;
};

const columns = sql`inspection.*, product.name as product, producer.name as producer, commune.name as commune,
  (select min(mend_by) from grading.inspection_finding finding where finding.inspection_id = inspection.id and finding.verdict <> 'met' and finding.mended_on is null) as mend_by`;
const tables = sql`grading.inspection inspection join products.product product on product.id = inspection.product_id
  join producers.producer producer on producer.id = inspection.producer_id left join areas.unit commune on commune.id = product.commune_id`;

/** Inspections within this person's reach: what is to be done first, by its day. */
export async function listInspections(ctx: Ctx, { state, page }: z.output<typeof InspectionFilter>) {
  if (!mayInspect(ctx.actor) && !mayReadDecisions(ctx.actor)) throw new AppError('refused');
  const wanted = {
    planned: sql`and inspection.conclusion is null`,
    late: sql`and inspection.conclusion is null and inspection.planned_on < ${ctx.today}`,
    mend: sql`and inspection.conclusion = 'mend'`,
    concluded: sql`and inspection.conclusion is not null`,
  };
  const { rows } = await sql<InspectionRow>`
    select ${columns} from ${tables} where ${within('inspection.area_path', scopesOf(ctx))} ${state ? wanted[state] : sql``}
    order by inspection.conclusion is null desc, inspection.planned_on, inspection.id
    limit ${size + 1} offset ${(page - 1) * size}`.execute(ctx.db);
  return { items: rows.slice(0, size), hasNext: rows.length > size, page };
}

/** An inspection with what was found. @throws AppError not_found */
export async function inspectionById(ctx: Ctx, id: string) {
  const { rows } = isId(id)
    ? await sql<InspectionRow>`
        select ${columns} from ${tables} where inspection.id = ${id} and ${within('inspection.area_path', scopesOf(ctx))}`.execute(
        ctx.db,
      )
    : { rows: [] };
  const [row] = rows;
  if (!row) throw new AppError('not_found');
  const findings = await ctx.db
    .selectFrom('grading.inspection_finding')
    .selectAll()
    .where('inspection_id', '=', id)
    .orderBy('at')
    .execute();
  const star = await ctx.db
    .selectFrom('products.recognition')
    .select(['id', 'stars', 'decision_no', 'valid_to'])
    .where('product_id', '=', row.product_id)
    .where('superseded_at', 'is', null)
    .where('valid_from', 'is not', null)
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { ...row, findings, star: star ?? null, mayInspect: canInspect(ctx.actor, row) };
}

export type CaseRow = {
  id: string;
  recognition_id: string;
  product_id: string;
  product: string;
  producer: string | null;
  level: 'province' | 'ministry';
  area_path: string;
  ground: string;
  basis: string;
  found_on: string;
  due_on: string;
  status: 'open' | 'verified' | 'dropped' | 'withdrawn';
  verified_note: string | null;
  inspection_id: string | null;
  version: number;
  stars: number | null;
  decision_id: string | null;
  mayDecide: boolean;
};

/** The cases of withdrawal within this person's reach, those that run first, by the day they are due. */
export async function listCases(ctx: Ctx, page = 1) {
  if (!mayInspect(ctx.actor) && !mayReadDecisions(ctx.actor)) throw new AppError('refused');
  const { rows } = await sql<Omit<CaseRow, 'mayDecide'>>`
    select found.*, product.name as product, producer.name as producer, line.decision_id,
      (select stars from products.recognition star where star.id = found.recognition_id and star.superseded_at is null) as stars
    from grading.withdrawal_case found join products.product product on product.id = found.product_id
    left join producers.producer producer on producer.id = product.producer_id
    left join grading.decision_line line on line.withdrawal_case_id = found.id
    where ${within('found.area_path', scopesOf(ctx))}
    order by found.status in ('open', 'verified') desc, found.due_on, found.id limit ${size + 1} offset ${(page - 1) * size}`.execute(
    ctx.db,
  );
  const items = rows.slice(0, size).map((row) => ({ ...row, mayDecide: isOfOffice(ctx.actor, row) }));
  return { items, hasNext: rows.length > size, page };
}
