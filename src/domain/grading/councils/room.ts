import { sql } from 'kysely';
import { sheetOfVersion } from '#domain/criteria/queries';
import type { AnswerValue } from '#domain/grading/schema';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { mySealed, mySessions } from './queries.ts';

/** A reason for which the register thinks that a member may have a conflict: the member declares, the register only asks. */
const suspicions = ['own', 'phone', 'adviser', 'helped'] as const;
type Suspicion = (typeof suspicions)[number];

/**
 * Likely conflicts of a person in a dossier: they belong to its producer, share its phone number or that of its
 * representative, sit in an advisory group of the place, or entered something of the dossier themselves.
 */
async function suspicionsOf(ctx: Ctx, dossier: string, person: string): Promise<Suspicion[]> {
  const { rows } = await sql<Record<Suspicion, boolean | null>>`
    select
      exists (select from identity.role_grant held
        where held.person_id = person.id and held.organisation_id = dossier.producer_id) as own,
      person.phone is not null and (person.phone = producer.contact_phone
        or exists (select from producers.representative one
          where one.producer_id = producer.id and one.phone = person.phone)) as phone,
      exists (select from grading.council_member member join grading.council council on council.id = member.council_id
        where member.person_id = person.id and council.kind = 'advisory'
          and (dossier.area_path = council.area_path or dossier.area_path like council.area_path || '/%')) as adviser,
      dossier.opened_by = person.id or exists (select from grading.dossier_field field
        where field.dossier_id = dossier.id and field.changed_by = person.id) as helped
    from grading.dossier dossier join producers.producer producer on producer.id = dossier.producer_id,
      identity.person person
    where dossier.id = ${dossier} and person.id = ${person}`.execute(ctx.db);
  const [found] = rows;
  return suspicions.filter((one) => found?.[one]);
}

/** What the producer filed: its answers, explanations and evidence, item by item. */
async function filedOf(ctx: Ctx, dossier: string) {
  const [fields, { rows: evidence }] = await Promise.all([
    ctx.db
      .selectFrom('grading.dossier_field')
      .select(['name', 'value'])
      .where('dossier_id', '=', dossier)
      .where('name', 'not like', 'form/%')
      .execute(),
    sql<{ item: string | null; said: string }>`
      select evidence.item, concat_ws(' · ', evidence.note, paper.number, paper.issuer, evidence.fact_kind) as said
      from grading.dossier_evidence evidence left join papers.paper paper on paper.id = evidence.paper_id
      where evidence.dossier_id = ${dossier} and evidence.removed_at is null order by evidence.added_at, evidence.id`.execute(
      ctx.db,
    ),
  ]);
  return { fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])), evidence };
}

/** This person's own sheet of a scoring: nobody else's is read. */
async function ownSheet(ctx: Ctx, session: string, dossier: string, scoring: number) {
  const { rows } = await sql<{
    seal: string | null;
    sealed_at: Date | null;
    answers: { item: string; value: AnswerValue; comment: string | null; version: number }[];
  }>`
    select sheet.seal, sheet.sealed_at,
      (select coalesce(json_agg(json_build_object('item', item, 'value', value, 'comment', comment, 'version', version)
        order by item), '[]') from grading.member_answer answer where answer.sheet_id = sheet.id) as answers
    from grading.member_sheet sheet join grading.council_member member on member.id = sheet.member_id
    where sheet.session_id = ${session} and sheet.dossier_id = ${dossier} and sheet.scoring = ${scoring}
      and member.person_id = ${ctx.actor?.id ?? null}`.execute(ctx.db);
  return rows[0] ?? { seal: null, sealed_at: null, answers: [] };
}

/**
 * The room of a member for one product. Before the declaration, and with a conflict, it holds the names alone.
 * @throws AppError not_found for whoever has no seat there
 */
export async function scoringRoom(ctx: Ctx, session: string, dossier: string) {
  if (!isId(session) || !isId(dossier)) throw new AppError('not_found');
  const mine = await mySessions(ctx);
  const item = mine.find((one) => one.session_id === session && one.dossier_id === dossier);
  if (!item) throw new AppError('not_found');
  const likely = item.declared === null ? await suspicionsOf(ctx, dossier, ctx.actor!.id) : [];
  if (item.declared !== false) return { item, likely, open: null };
  const head = await ctx.db
    .selectFrom('grading.dossier')
    .select(['sheet_code', 'sheet_version'])
    .where('id', '=', dossier)
    .executeTakeFirstOrThrow();
  const [sheet, filed, own] = await Promise.all([
    sheetOfVersion(ctx, head.sheet_code, head.sheet_version),
    filedOf(ctx, dossier),
    ownSheet(ctx, session, dossier, item.scoring),
  ]);
  return { item, likely, open: { sheet, filed, own } };
}

/**
 * This person's own sealed sheet of a closed session, to read: what they sealed stays theirs to see. The newest scoring first.
 * @throws AppError not_found for a sheet of anybody else
 */
export async function ownSealed(ctx: Ctx, session: string, dossier: string) {
  const item = isId(session) && isId(dossier) && (await mySealed(ctx)).find((one) => one.session_id === session && one.dossier_id === dossier); // prettier-ignore
  if (!item) throw new AppError('not_found');
  const own = await ownSheet(ctx, session, dossier, item.scoring);
  const { sheet_code, sheet_version } = await ctx.db
    .selectFrom('grading.dossier')
    .select(['sheet_code', 'sheet_version'])
    .where('id', '=', dossier)
    .executeTakeFirstOrThrow();
  return { item, own, sheet: await sheetOfVersion(ctx, sheet_code, sheet_version) };
}

/** The empty sheet of a dossier, for whoever keys in what was scored on paper. @throws AppError not_found */
export async function sheetToKey(ctx: Ctx, dossier: string) {
  const head = isId(dossier)
    ? await ctx.db
        .selectFrom('grading.dossier')
        .select(['sheet_code', 'sheet_version'])
        .where('id', '=', dossier)
        .executeTakeFirst()
    : undefined;
  if (!head) throw new AppError('not_found');
  return sheetOfVersion(ctx, head.sheet_code, head.sheet_version);
}

/** What is known of a member's paper for a dossier: the declaration, and the items at which the last two entries differed. */
export async function paperOf(
  ctx: Ctx,
  { session, dossier, member }: { session: string; dossier: string; member: string },
) {
  const { rows } = await sql<{ declared: boolean | null; differing: string[] | null }>`
    select (select conflict from grading.declaration where session_id = ${session} and dossier_id = ${dossier} and member_id = ${member}) as declared,
      (select keyed.differing from grading.keyed_sheet keyed join grading.member_sheet sheet on sheet.id = keyed.sheet_id
        join grading.session_dossier item using (session_id, dossier_id, scoring)
        where sheet.session_id = ${session} and sheet.dossier_id = ${dossier} and sheet.member_id = ${member}
          and keyed.differing is not null limit 1) as differing`.execute(ctx.db);
  return rows[0]!;
}
