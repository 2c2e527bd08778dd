import { sql } from 'kysely';
import type { MemberSheet } from '#domain/criteria/merge';
import type { Answers, Sheet } from '#domain/criteria/schema';
import type { Ctx, Tx } from '#kernel/context';
import { answersOf, type Given } from './rules.ts';

type Of = { session: string; dossier: string; scoring: number; sheet: Sheet };

/** The sealed sheets of one scoring, as the star engine merges them. The caller has asked who may see them. */
export async function sealedSheets(ctx: Ctx | Tx, { session, dossier, scoring, sheet }: Of): Promise<MemberSheet[]> {
  const { rows } = await sql<{ member: string; position: string; given: Given[] }>`
    select own.member_id as member, member.position,
      (select coalesce(json_agg(json_build_object('name', name, 'value', value, 'comment', comment) order by name), '[]')
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
  const rows = await (ctx as Ctx).db
    .selectFrom('grading.verified_answer')
    .select(['item as name', 'value'])
    .where('dossier_id', '=', dossier)
    .execute();
  return rows.length ? answersOf(rows) : null;
}
