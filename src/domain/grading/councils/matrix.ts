import { sql } from 'kysely';
import type { Merged, MemberSheet, MergeSettings } from '#domain/criteria/merge';
import { sheetOfVersion } from '#domain/criteria/queries';
import { grade } from '#domain/criteria/rules';
import type { Answers, Sheet } from '#domain/criteria/schema';
import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { canKeep } from './policy.ts';
import { isChairOf } from './rows.ts';
import { answersOf, type Given, widestItems } from './rules.ts';

type Of = { session: string; dossier: string; scoring: number; sheet: Sheet };

/** The sealed sheets of one scoring, as the star engine merges them. The caller has asked who may see them. */
export async function sealedSheets(ctx: Ctx | Tx, { session, dossier, scoring, sheet }: Of): Promise<MemberSheet[]> {
  const { rows } = await sql<{ member: string; position: string; given: Given[] }>`
    select own.member_id as member, member.position,
      (select coalesce(json_agg(json_build_object('item', item, 'value', value) order by item), '[]')
        from grading.member_answer answer where answer.sheet_id = own.id) as given
    from grading.member_sheet own join grading.council_member member on member.id = own.member_id
    where own.session_id = ${session} and own.dossier_id = ${dossier} and own.scoring = ${scoring} and own.status = 'sealed'
    order by own.member_id`.execute(ctx.db);
  return rows.map(({ member, position, given }) => ({
    member,
    chair: position === 'chair',
    sheet,
    ...answersOf(given),
  }));
}

/** What the advisory group verified of a dossier; null where it verified nothing. */
export async function verifiedAnswers(
  ctx: Ctx | Tx,
  dossier: string,
): Promise<{ answers: Answers; broken: string[] } | null> {
  const { rows } = await sql<Given>`
    select item, value from grading.verified_answer where dossier_id = ${dossier}`.execute(ctx.db);
  return rows.length ? answersOf(rows) : null;
}

type Kept = {
  session: string;
  dossier: string;
  scoring: number;
  level: string;
  area_path: string;
  council: string;
  merged: Merged;
  rules: MergeSettings;
  counts: boolean;
  code: string;
  version: number;
};

/**
 * A result with the sheets it was made of. Its figures are hidden until the session closes; of a scoring whose spread was
 * over the limit until it is settled, because the council then discusses them. A member with a conflict in the dossier
 * never sees them here, whatever else they are.
 * @throws AppError not_found
 */
async function keptResult(ctx: Ctx, where: ReturnType<typeof sql>): Promise<Kept & { sheets: MemberSheet[] }> {
  const { rows } = await sql<Kept>`
    select result.session_id as session, result.dossier_id as dossier, result.scoring, council.level, council.area_path, council.id as council,
      result.merged, result.rules, result.counts, dossier.sheet_code as code, dossier.sheet_version as version
    from grading.result result
    join grading.session session on session.id = result.session_id
    join grading.council council on council.id = session.council_id
    join grading.dossier dossier on dossier.id = result.dossier_id
    where ${where} and (session.status = 'closed' or not result.counts)
      and not exists (select from grading.declaration declared
        join grading.council_member member on member.id = declared.member_id
        where declared.dossier_id = result.dossier_id and declared.conflict
          and member.person_id = ${ctx.actor?.id ?? null})`.execute(ctx.db);
  const [found] = rows;
  if (!found || !(canKeep(ctx.actor, found) || (await isChairOf(ctx, found.council)))) throw new AppError('not_found');
  const sheet = await sheetOfVersion(ctx, found.code, found.version);
  return { ...found, sheets: await sealedSheets(ctx, { ...found, sheet }) };
}

/** What `replay` computes a past result from: the stored sheets and the settings they were merged by. @throws AppError not_found */
export async function sheetsOfResult(
  ctx: Ctx,
  resultId: string,
): Promise<{ sheets: MemberSheet[]; rules: MergeSettings; merged: Merged }> {
  if (!isId(resultId)) throw new AppError('not_found');
  const { sheets, rules, merged } = await keptResult(ctx, sql`result.id = ${resultId}`);
  return { sheets, rules, merged };
}

/** The matrix of a scoring: members by item, the items that lie widest apart first among `widest`. @throws AppError not_found */
export async function matrixOf(ctx: Ctx, session: string, dossier: string, scoring: number) {
  if (!isId(session) || !isId(dossier)) throw new AppError('not_found');
  const { sheets, merged, counts } = await keptResult(
    ctx,
    sql`result.session_id = ${session} and result.dossier_id = ${dossier} and result.scoring = ${scoring}`,
  );
  const members = await ctx.db
    .selectFrom('grading.council_member')
    .select(['id', 'name', 'position'])
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val(sheets.map(({ member }) => member)))))
    .execute();
  return {
    merged,
    counts,
    sheet: sheets[0]!.sheet,
    widest: widestItems(sheets),
    members: sheets.map(({ member, sheet, answers, broken }) => ({
      ...members.find(({ id }) => id === member)!,
      grade: grade(sheet, answers, broken),
      broken,
    })),
  };
}

/**
 * Totals of what counted in a council's closed sessions, for the severity of its members: only its chair reads them, and of
 * no dossier in which they have a conflict. For everybody else there are none.
 */
export async function settledTotals(ctx: Ctx, council: string) {
  if (!(await isChairOf(ctx, council))) return [];
  const { rows } = await sql<{ member: string; product: string; total: number }>`
    select sheet.member_id as member, sheet.dossier_id as product, sheet.total
    from grading.session session
    join grading.result result on result.session_id = session.id and result.counts
    join grading.member_sheet sheet on sheet.session_id = session.id and sheet.dossier_id = result.dossier_id
      and sheet.scoring = result.scoring and sheet.status = 'sealed'
    where session.council_id = ${council} and session.status = 'closed'
      and not exists (select from grading.declaration declared
        join grading.council_member member on member.id = declared.member_id
        where declared.dossier_id = result.dossier_id and declared.conflict
          and member.person_id = ${ctx.actor?.id ?? null})
    order by sheet.dossier_id, sheet.member_id`.execute(ctx.db);
  return rows;
}
