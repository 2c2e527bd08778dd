import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import { within } from '#domain/areas/scopes';
import { isOfMinistry, provinceScopes } from '#domain/grading/dossiers/policy';
import { rulesFor } from '#domain/grading/process/council-rules';
import { mayDecide } from './policy.ts';
import { type OnMissedMinimum, type Result, type Step, stepsFor } from './rules.ts';

/** A dossier whose council has closed, with the result that counts and what may be done with it. */
export type Scored = {
  dossier_id: string;
  product_id: string;
  producer_id: string;
  product: string;
  producer: string;
  set_no: number;
  area_path: string;
  level: 'province' | 'ministry';
  kind: 'first' | 'upgrade' | 'regrading';
  province_no: string | null;
  result_id: string;
  outcome: Result['outcome'];
  stars: number | null;
  band_stars: number;
  total: number;
  part_a: number | null;
  part_b: number | null;
  part_c: number | null;
  /** The star is that of the ministry's result, which the province may recognise on (article 7.4g). */
  by_ministry: boolean;
  merged: { reasons?: string[]; unmet?: Record<string, string[]> };
  session_id: string;
  held_on: string | null;
  closed_at: Date | null;
  /** The decision in the making that it is on already. */
  decision_id: string | null;
  held_stars: number | null;
};

/** Rows of dossiers in which this person declared no conflict. */
export const unconflicted = (
  ctx: Ctx | Tx,
  dossier: ReturnType<typeof sql>,
) => sql<boolean>`not exists (select from grading.declaration declared
  join grading.council_member seat on seat.id = declared.member_id
  where declared.dossier_id = ${dossier} and declared.conflict and seat.person_id = ${ctx.actor?.id ?? null})`;

/**
 * Results that wait for their step at this person's office: seen by nobody else before they are released. Of a dossier
 * scored twice the last scoring counts. Who declared a conflict in a dossier is told nothing of it, whatever their office.
 */
export async function scoredDossiers(ctx: Ctx | Tx, only?: readonly string[]): Promise<Scored[]> {
  if (!mayDecide(ctx.actor)) return [];
  const isMinistry = isOfMinistry(ctx.actor);
  const { rows } = await sql<Scored>`
    select dossier.id as dossier_id, dossier.product_id, dossier.producer_id, product.name as product, producer.name as producer,
      product.set_no, dossier.area_path, dossier.level, dossier.kind, dossier.province_no, result.id as result_id, result.outcome,
      coalesce(file.stars, result.stars) as stars, coalesce(file.stars, result.band_stars) as band_stars, coalesce(file.total, result.total) as total,
      case when file.id is null then result.part_a end as part_a, case when file.id is null then result.part_b end as part_b,
      case when file.id is null then result.part_c end as part_c, result.merged, result.session_id, session.held_on,
      (file.id is not null or council.level = 'ministry') as by_ministry,
      session.closed_at, line.decision_id, listing.stars as held_stars
    from grading.dossier dossier
    join products.product product on product.id = dossier.product_id
    join producers.producer producer on producer.id = dossier.producer_id
    join lateral (select * from grading.result made where made.dossier_id = dossier.id and made.counts
      order by made.made_at desc, made.scoring desc limit 1) result on true
    join grading.session session on session.id = result.session_id
    join grading.council council on council.id = session.council_id
    left join lateral (select * from grading.ministry_file answered where answered.dossier_id = dossier.id
      and answered.outcome = 'recognise_on_result' and answered.made_at > result.made_at order by answered.made_at desc limit 1) file on true
    left join products.listing listing on listing.product_id = product.id and listing.withdrawn_on is null and listing.valid_to >= ${ctx.today}
    left join grading.decision_line line on line.dossier_id = dossier.id
    where dossier.status = 'scored' and ${unconflicted(ctx, sql`dossier.id`)}
      and ((dossier.level = 'ministry' and ${isMinistry || !!ctx.actor?.system})
        or (dossier.level = 'province' and ${within('dossier.area_path', provinceScopes(ctx.actor))}))
      ${only ? sql`and dossier.id = any(${[...only]}::uuid[])` : sql``}
    order by total desc, dossier.id`.execute(ctx.db);
  return rows;
}

/**
 * What may be done with a result, the usual step first. What came back from the ministry is not sent there a second
 * time: the province recognises it, or tells it (article 7.4g).
 */
export function stepsOf(row: Scored, onMissed: OnMissedMinimum): Step[] {
  const cameBack = row.by_ministry && row.level === 'province';
  const bandStars = cameBack ? Math.min(row.band_stars, 4) : row.band_stars;
  return stepsFor({ outcome: row.outcome, stars: row.stars, bandStars, total: row.total }, row.level, onMissed);
}

/** The same by the rules that the dossier's province has set. */
export const stepsByRules = async (ctx: Ctx | Tx, row: Scored): Promise<Step[]> =>
  stepsOf(row, (await rulesFor(ctx, row.area_path)).rules.ministryOnMissedMinimum);

/** Locks dossiers in one order, so that of two writes that want a result only one takes it. */
export async function lockDossiers(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`select id from grading.dossier where id = any(${[...ids]}::uuid[]) order by id for update`.execute(tx.db);
}

export type MinistryFile = {
  dossier_id: string;
  product: string;
  producer: string;
  request_no: string;
  sent_on: string;
};

/** Files of this person's provinces that wait for the ministry's answer; at the ministry those that its own council has scored. The oldest first. */
export async function ministryFiles(ctx: Ctx): Promise<MinistryFile[]> {
  const { rows } = await sql<MinistryFile>`
    select file.dossier_id, product.name as product, producer.name as producer, file.request_no, file.sent_on
    from grading.ministry_file file join grading.dossier on dossier.id = file.dossier_id
    join products.product on product.id = dossier.product_id join producers.producer on producer.id = dossier.producer_id
    where file.outcome is null and dossier.level = 'ministry' and ((dossier.status <> 'scored' and ${within('dossier.area_path', provinceScopes(ctx.actor))})
      or (dossier.status = 'scored' and ${isOfMinistry(ctx.actor)}))
    order by file.sent_on, file.id limit 200`.execute(ctx.db);
  return rows;
}
