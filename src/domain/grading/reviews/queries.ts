import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import type { FileRow } from '#kernel/files/rows';
import { filesOf } from '#kernel/files/rows';
import { listDossiers } from '#domain/grading/dossiers/queries';
import { holds } from '#domain/identity/rules';
import type { AnswerValue } from '#domain/grading/schema';
import { canTakeIn } from './policy.ts';
import type { Content, Proposal, Verdict } from './rules.ts';

export type Finding = { content: Content; finding: string; verdict: Verdict; version: number; by: string | null };

/** What the commune found so far. The caller has read the dossier, as of every read below. */
export async function findingsOf(ctx: Ctx | Tx, dossier: string): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    select found.content, found.finding, found.verdict, found.version, person.name as by
    from grading.commune_finding found left join identity.person person on person.id = found.changed_by
    where found.dossier_id = ${dossier}`.execute(ctx.db);
  return rows;
}

type Report = {
  outcome: 'proposed' | 'declined';
  letter_no: string | null;
  letter_on: string | null;
  signer: string | null;
  met_on: string | null;
  met_note: string | null;
  reasons: string | null;
  record_file: string | null;
};

/** The commune's report as it stands, with the record of its meeting; null before it is sent, and once it came back. */
export async function communeReportOf(ctx: Ctx | Tx, dossier: string): Promise<(Report & { file: FileRow | null }) | null> {
  const { rows } = await sql<Report>`
    select outcome, letter_no, letter_on, signer, met_on, met_note, reasons, record_file from grading.commune_report
    where dossier_id = ${dossier} and returned_at is null`.execute(ctx.db);
  if (!rows[0]) return null;
  const files = await filesOf(ctx, rows.flatMap(({ record_file }) => record_file ?? []));
  return { ...rows[0], file: files.get(rows[0].record_file ?? '') ?? null };
} // prettier-ignore

/** The level whose intake this person works at: the ministry's, else the province's. */
export const intakeLevel = (ctx: Ctx): 'province' | 'ministry' =>
  !holds(ctx.actor, 'province_officer', 'administrator') && holds(ctx.actor, 'ministry_officer')
    ? 'ministry'
    : 'province';

type Beside = { id: string; letter_no: string | null; letter_on: string | null; met_on: string | null; answered: number; cited: number; samples: number }; // prettier-ignore

/** Dossiers of this person's intake in one status, the earliest due first, with what an intake looks at first. */
export async function intakeOf(ctx: Ctx, status: 'proposed' | 'received' | 'reviewing', page = 1) {
  const { items, hasNext } = await listDossiers(ctx, { level: intakeLevel(ctx), status, page, limit: 50 });
  const own = items.filter((dossier) => canTakeIn(ctx.actor, dossier));
  const { rows } = await sql<Beside>`
    select dossier.id, report.letter_no, report.letter_on, report.met_on,
      (select count(*)::int from grading.dossier_field field where field.dossier_id = dossier.id and field.name like 'answer/%' and field.value <> 'null') as answered,
      (select count(*)::int from grading.dossier_evidence evidence where evidence.dossier_id = dossier.id and evidence.removed_at is null) as cited,
      (select coalesce(sum(count), 0)::int from grading.sample_move move where move.dossier_id = dossier.id and move.what = 'received') as samples
    from grading.dossier left join grading.commune_report report on report.dossier_id = dossier.id and report.returned_at is null
    where dossier.id = any(${own.map(({ id }) => id)}::uuid[])`.execute(ctx.db);
  const beside = new Map(rows.map((row) => [row.id, row]));
  return { items: own.map((dossier) => ({ ...dossier, ...beside.get(dossier.id)! })), hasNext };
}

/** How many proposed dossiers wait at this person's intake. */
export async function intakeDuties(ctx: Ctx): Promise<number> {
  const { items } = await listDossiers(ctx, { level: intakeLevel(ctx), status: 'proposed', limit: 1000 });
  return items.filter((dossier) => canTakeIn(ctx.actor, dossier)).length;
}

type Visit = { id: string; visited_on: string; place: string; lat: number | null; lon: number | null; people: string | null; findings: string }; // prettier-ignore
type Photo = { id: string; visit_id: string; file_id: string; alt: string };

/** Looks at the place, the newest first, each with its pictures. */
export async function visitsOf(ctx: Ctx | Tx, dossier: string) {
  const { rows } = await sql<Visit>`
    select id, visited_on, place, lat, lon, people, findings from grading.site_visit
    where dossier_id = ${dossier} order by visited_on desc, id desc`.execute(ctx.db);
  const { rows: photos } = await sql<Photo>`
    select photo.id, photo.visit_id, photo.file_id, photo.alt from grading.site_photo photo
    join grading.site_visit visit on visit.id = photo.visit_id where visit.dossier_id = ${dossier} order by photo.id`.execute(ctx.db); // prettier-ignore
  const files = await filesOf(ctx, photos.map(({ file_id }) => file_id)); // prettier-ignore
  return rows.map((visit) => ({
    ...visit,
    photos: photos.filter(({ visit_id }) => visit_id === visit.id).map((photo) => ({ ...photo, file: files.get(photo.file_id) ?? null })), // prettier-ignore
  }));
}

type TestRow = { id: string; version: number; laboratory: string; tested: string; taken_on: string; result_no: string | null; result_on: string | null; result: string | null; passed: boolean | null; file_id: string | null }; // prettier-ignore

/** Tests that were asked for, the newest first. */
export async function testsOf(ctx: Ctx | Tx, dossier: string) {
  const { rows } = await sql<TestRow>`
    select id, version, laboratory, tested, taken_on, result_no, result_on, result, passed, file_id
    from grading.extra_test where dossier_id = ${dossier} order by id desc`.execute(ctx.db);
  const files = await filesOf(ctx, rows.flatMap(({ file_id }) => file_id ?? [])); // prettier-ignore
  return rows.map((row) => ({ ...row, file: files.get(row.file_id ?? '') ?? null }));
}

/** What the group holds to be right, by item. */
export async function verifiedOf(ctx: Ctx | Tx, dossier: string) {
  const { rows } = await sql<{ item: string; value: AnswerValue; note: string | null; version: number }>`
    select item, value, note, version from grading.verified_answer where dossier_id = ${dossier}`.execute(ctx.db);
  return new Map(rows.map((row) => [row.item, row]));
}

type AdvisoryReport = { id: string; level: string; author: 'group' | 'office'; summary: string; proposal: Proposal; signer: string; sent_on: string }; // prettier-ignore

/** The reports to the council's chair, the newest first. */
export async function reportsOf(ctx: Ctx | Tx, dossier: string): Promise<AdvisoryReport[]> {
  const { rows } = await sql<AdvisoryReport>`
    select id, level, author, summary, proposal, signer, sent_on from grading.advisory_report
    where dossier_id = ${dossier} order by id desc`.execute(ctx.db);
  return rows;
}
