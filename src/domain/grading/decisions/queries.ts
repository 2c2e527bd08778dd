import { sql } from 'kysely';
import type { z } from 'zod';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { covers } from '#domain/areas/rules';
import { within } from '#domain/areas/scopes';
import { auditScopes, isOfMinistry, officeScopes, provinceScopes } from '#domain/grading/dossiers/policy';
import { isOwnOf } from '#domain/producers/policy';
import { isOfOffice, mayReadDecisions } from './policy.ts';
import { unconflicted } from './results.ts';
import type { ComplaintFilter, DecisionFilter } from './schema.ts';

const size = 30;

/** What people read of a decision; who wrote, signed in and released it stands in the log. */
const columns = sql`decision.id, decision.kind, decision.level, decision.area_path, decision.status, decision.subject, decision.number,
  decision.decided_on, decision.signer, decision.signer_title, decision.file_id, decision.released_at, decision.made_at, decision.version`;

const publicColumns = sql`decision.id, decision.kind, decision.level, decision.area_path, decision.status, decision.subject,
  decision.number, decision.decided_on, decision.signer, decision.signer_title, decision.released_at`;

/** Before the release only the office of its level and the auditors; afterwards the offices of the place. */
const seen = ({ actor }: Ctx) => sql`(
  (decision.status = 'released' and ${within('decision.area_path', officeScopes(actor))})
  or (decision.level = 'province' and ${within('decision.area_path', provinceScopes(actor))})
  or (decision.level = 'ministry' and ${isOfMinistry(actor)})
  or ${within('decision.area_path', auditScopes(actor))})`;

export type PublicDecision = Omit<DecisionRow, 'file_id' | 'made_at' | 'version'>;

export type DecisionRow = {
  id: string;
  kind: 'recognise' | 'withdraw';
  level: 'province' | 'ministry';
  area_path: string;
  status: 'draft' | 'signed' | 'released';
  subject: string | null;
  number: string | null;
  decided_on: string | null;
  signer: string | null;
  signer_title: string | null;
  file_id: string | null;
  released_at: Date | null;
  made_at: Date;
  version: number;
  products: number;
};

/** Decisions of this person's offices, the newest first, 30 to a page; nobody else's before they are released. */
export async function listDecisions(ctx: Ctx, { status, kind, q, page }: z.output<typeof DecisionFilter>) {
  if (!mayReadDecisions(ctx.actor)) throw new AppError('refused');
  const { rows } = await sql<DecisionRow>`
    select ${columns}, (select count(*)::int from grading.decision_line line where line.decision_id = decision.id) as products
    from grading.decision decision where ${seen(ctx)}
      ${status ? sql`and decision.status = ${status}` : sql``} ${kind ? sql`and decision.kind = ${kind}` : sql``}
      ${q ? sql`and decision.number ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}` : sql``}
    order by decision.made_at desc limit ${size + 1} offset ${(page - 1) * size}`.execute(ctx.db);
  return { items: rows.slice(0, size), hasNext: rows.length > size, page };
}

export type LineRow = {
  id: string;
  product_id: string;
  product: string;
  code: string | null;
  producer: string;
  commune: string | null;
  dossier_id: string | null;
  stars: number;
  total: number | null;
  certificate_no: string | null;
  printed_end: string | null;
  recognition_id: string | null;
  ground: string | null;
  ends_on: string | null;
  /** The star of this decision was withdrawn later. */
  withdrawn_on: string | null;
};

const linesOf = async (ctx: Ctx, decision: string, isReleased = true) =>
  (
    await sql<LineRow>`
    select line.id, line.product_id, product.name as product, product.code, producer.name as producer, commune.name as commune, line.dossier_id, line.stars,
      line.total, line.certificate_no, line.printed_end, line.recognition_id, found.ground, certificate.ends_on,
      gone.valid_from as withdrawn_on
    from grading.decision_line line
    join products.product product on product.id = line.product_id
    left join producers.producer producer on producer.id = product.producer_id
    left join areas.unit commune on commune.id = product.commune_id
    left join grading.withdrawal_case found on found.id = line.withdrawal_case_id
    left join grading.certificate certificate on certificate.recognition_id = line.recognition_id
    left join products.withdrawal gone on gone.recognition_id = line.recognition_id and gone.superseded_at is null
    where line.decision_id = ${decision} and (${isReleased} or line.dossier_id is null or ${unconflicted(ctx, sql`line.dossier_id`)})
    order by line.stars desc, line.total desc nulls last, product.name collate kernel.vi`.execute(ctx.db)
  ).rows;

/** A decision with its products; before its release without those in which this person declared a conflict. @throws AppError not_found for one of another office */
export async function decisionById(ctx: Ctx, id: string): Promise<DecisionRow & { lines: LineRow[]; mayAct: boolean }> {
  if (!isId(id) || !mayReadDecisions(ctx.actor)) throw new AppError('not_found');
  const { rows } = await sql<DecisionRow>`
    select ${columns}, 0 as products from grading.decision decision
    where decision.id = ${id} and ${seen(ctx)}`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new AppError('not_found');
  const lines = await linesOf(ctx, id, row.status === 'released');
  return { ...row, products: lines.length, lines, mayAct: isOfOffice(ctx.actor, row) };
}

/** A released decision, as everybody may read it: which products, which stars, which points in all; never a member's. @throws AppError not_found */
export async function publicDecision(ctx: Ctx, id: string): Promise<PublicDecision & { lines: LineRow[] }> {
  if (!isId(id)) throw new AppError('not_found');
  const { rows } = await sql<PublicDecision>`
    select ${publicColumns} from grading.decision decision where decision.id = ${id} and decision.status = 'released'`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row) throw new AppError('not_found');
  const lines = await linesOf(ctx, id);
  return { ...row, products: lines.length, lines };
}

/** Released decisions, the newest first. */
export async function publicDecisions(ctx: Ctx, page = 1) {
  const { rows } = await sql<PublicDecision & { stars3: number; stars4: number; stars5: number }>`
    select ${publicColumns}, count(line.id)::int as products, (count(*) filter (where line.stars = 3))::int as stars3,
      (count(*) filter (where line.stars = 4))::int as stars4, (count(*) filter (where line.stars = 5))::int as stars5
    from grading.decision decision join grading.decision_line line on line.decision_id = decision.id
    where decision.status = 'released' group by decision.id
    order by decision.decided_on desc, decision.id desc limit ${size + 1} offset ${(page - 1) * size}`.execute(ctx.db);
  return { items: rows.slice(0, size), hasNext: rows.length > size, page };
}

export type LetterRow = {
  id: string;
  kind: string;
  product_id: string;
  product: string;
  dossier_id: string | null;
  decision_id: string | null;
  reason: string | null;
  sent_on: string;
  number: string | null;
  decided_on: string | null;
  stars: number | null;
};

/** What was written to a producer about its products, the newest first. @throws AppError not_found for somebody else's */
export async function lettersTo(ctx: Ctx, producer: string, limit = 50): Promise<LetterRow[]> {
  if (!isOwnOf(ctx.actor, producer)) throw new AppError('not_found');
  const { rows } = await sql<LetterRow>`
    select letter.id, letter.kind, letter.product_id, product.name as product, letter.dossier_id, letter.decision_id, letter.reason,
      letter.sent_on, decision.number, decision.decided_on, line.stars
    from grading.letter letter join products.product product on product.id = letter.product_id
    left join grading.decision decision on decision.id = letter.decision_id
    left join grading.decision_line line on line.decision_id = letter.decision_id and line.product_id = letter.product_id
    where letter.producer_id = ${producer} order by letter.sent_at desc limit ${limit}`.execute(ctx.db);
  return rows;
}

export type ComplaintRow = {
  id: string;
  product_id: string;
  product: string;
  producer: string;
  producer_id: string;
  level: 'province' | 'ministry';
  area_path: string;
  channel: string;
  about: string;
  filed_on: string;
  accept_by: string;
  settle_by: string | null;
  status: 'filed' | 'accepted' | 'refused' | 'settled' | 'retracted';
  outcome: string | null;
  reason: string | null;
  settled_on: string | null;
  version: number;
};

const complaintColumns = sql`complaint.*, product.name as product, producer.name as producer`;
const complaintTables = sql`grading.complaint complaint join products.product product on product.id = complaint.product_id
  join producers.producer producer on producer.id = complaint.producer_id`;

/** Complaints at this person's offices, what is due first. */
export async function listComplaints(ctx: Ctx, { status, page }: z.output<typeof ComplaintFilter>) {
  if (!mayReadDecisions(ctx.actor)) throw new AppError('refused');
  const { rows } = await sql<ComplaintRow>`
    select ${complaintColumns} from ${complaintTables}
    where ${within('complaint.area_path', officeScopes(ctx.actor))} ${status ? sql`and complaint.status = ${status}` : sql``}
    order by complaint.status in ('filed', 'accepted') desc, coalesce(complaint.settle_by, complaint.accept_by), complaint.id
    limit ${size + 1} offset ${(page - 1) * size}`.execute(ctx.db);
  return { items: rows.slice(0, size), hasNext: rows.length > size, page };
}

/** One complaint, for its producer, its office, and whoever has it in the list. @throws AppError not_found */
export async function complaintById(
  ctx: Ctx,
  id: string,
): Promise<ComplaintRow & { mayDecide: boolean; isOwn: boolean }> {
  if (!isId(id)) throw new AppError('not_found');
  const { rows } = await sql<ComplaintRow>`
    select ${complaintColumns} from ${complaintTables} where complaint.id = ${id}`.execute(ctx.db);
  const [row] = rows;
  const isOwn = !!row && isOwnOf(ctx.actor, row.producer_id);
  const may = !!row && isOfOffice(ctx.actor, row);
  const listed = !!row && mayReadDecisions(ctx.actor) && officeScopes(ctx.actor).some((scope) => covers(scope, row.area_path)); // prettier-ignore
  if (!row || !(isOwn || may || listed)) throw new AppError('not_found');
  return { ...row, mayDecide: may, isOwn };
}

/** The complaints of a producer, the newest first. @throws AppError not_found for somebody else's */
export async function complaintsOf(ctx: Ctx, producer: string): Promise<ComplaintRow[]> {
  if (!isOwnOf(ctx.actor, producer)) throw new AppError('not_found');
  const { rows } = await sql<ComplaintRow>`
    select ${complaintColumns} from ${complaintTables} where complaint.producer_id = ${producer}
    order by complaint.filed_on desc, complaint.id desc limit 50`.execute(ctx.db);
  return rows;
}

/** What waits at this person's offices: signed decisions not yet released, open complaints, withdrawals whose days run. */
export async function decisionDuties(ctx: Ctx) {
  const here = (path: string) => within(path, officeScopes(ctx.actor));
  const { rows } = await sql<{ signed: number; complaints: number; complaint_due: string | null; cases: number; case_due: string | null }>`
    select (select count(*)::int from grading.decision where status = 'signed' and ${seen(ctx)}) as signed,
      complaint.n as complaints, complaint.due as complaint_due, running.n as cases, running.due as case_due
    from (select count(*)::int as n, min(coalesce(settle_by, accept_by)) as due from grading.complaint
        where status in ('filed', 'accepted') and ${here('complaint.area_path')}) complaint,
      (select count(*)::int as n, min(due_on) as due from grading.withdrawal_case
        where status in ('open', 'verified') and ${here('withdrawal_case.area_path')}) running`.execute(ctx.db); // prettier-ignore
  return rows[0]!;
}
