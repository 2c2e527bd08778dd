import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { within } from '#domain/areas/scopes';
import { canKeep, keptScopes, mayKeep } from './policy.ts';
import { isChairOf } from './rows.ts';

export type CouncilRow = {
  id: string;
  area_path: string;
  level: 'province' | 'ministry';
  kind: 'council' | 'advisory';
  title: string;
  decision_no: string;
  decision_on: string;
  seats: number;
};

/** Councils and advisory groups that this person keeps, the newest first. @throws AppError refused */
export async function listCouncils(ctx: Ctx): Promise<CouncilRow[]> {
  if (!mayKeep(ctx.actor)) throw new AppError('refused');
  const { rows } = await sql<CouncilRow>`
    select council.*, (select count(*)::int from grading.council_member member where member.council_id = council.id and member.to_on is null) as seats
    from grading.council where ${within('council.area_path', keptScopes(ctx.actor))}
    order by council.made_at desc, council.id desc limit 100`.execute(ctx.db);
  return rows;
}

export type MemberRow = {
  id: string;
  name: string;
  department: string;
  position: 'chair' | 'deputy' | 'secretary' | 'member';
  person_id: string | null;
  person: string | null;
  from_on: string;
  to_on: string | null;
};

const positionOrder = sql`array_position(array['chair', 'deputy', 'secretary', 'member'], member.position)`;

/** A council with its seats, past ones last, and its sessions, for whoever keeps it and its chair. @throws AppError not_found */
export async function councilById(ctx: Ctx, id: string) {
  const council = isId(id)
    ? await ctx.db.selectFrom('grading.council').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  if (!council || !(canKeep(ctx.actor, council) || (await isChairOf(ctx, id)))) throw new AppError('not_found');
  const [{ rows: members }, sessions] = await Promise.all([
    sql<MemberRow>`select member.*, person.name as person from grading.council_member member
      left join identity.person on person.id = member.person_id where member.council_id = ${id}
      order by member.to_on is not null, ${positionOrder}, member.id`.execute(ctx.db),
    ctx.db
      .selectFrom('grading.session')
      .select(['id', 'mode', 'status', 'held_on', 'due_on', 'place'])
      .where('council_id', '=', id)
      .orderBy('held_on', 'desc')
      .orderBy('id', 'desc')
      .execute(),
  ]);
  return { ...council, members, sessions };
}

export type WaitingDossier = {
  id: string;
  product: string;
  producer: string;
  kind: 'first' | 'upgrade' | 'regrading';
  status: string;
  province_no: string | null;
  set_no: number;
};

/** Dossiers that may be put before a council, in the order they were received. */
export async function dossiersFor(
  ctx: Ctx,
  { level, area_path }: { level: string; area_path: string },
): Promise<WaitingDossier[]> {
  const { rows } = await sql<WaitingDossier>`
    select dossier.id, product.name as product, producer.name as producer, dossier.kind, dossier.status, dossier.province_no, product.set_no
    from grading.dossier join products.product on product.id = dossier.product_id join producers.producer on producer.id = dossier.producer_id
    where dossier.level = ${level} and dossier.status in ('received', 'reviewing') and ${within('dossier.area_path', [area_path])}
    order by dossier.province_received_on, dossier.id limit 500`.execute(ctx.db);
  return rows;
}

export type AgendaRow = {
  dossier_id: string;
  product: string;
  producer: string;
  kind: 'first' | 'upgrade' | 'regrading';
  place: number;
  scoring: number;
  status: 'waiting' | 'scoring' | 'discussing' | 'done';
  /** Why it left the session undecided. */
  left_because: string | null;
  /** How many have submitted this scoring, and how many have a conflict: who did, never what. */
  sealed: string[];
  conflicted: string[];
  declared: number;
  /** The scorings whose table may be seen: once the session is closed, or where the spread was over the limit. */
  shown: number[];
  /** The last of the 45 days of a regrading (article 7.6g). */
  due_on: string | null;
};

/** A session with its agenda and who is there, for whoever keeps it and its chair. Of a scoring that runs only who has submitted is told. @throws AppError not_found */
export async function sessionById(ctx: Ctx, id: string) {
  const session = isId(id)
    ? await ctx.db
        .selectFrom('grading.session as session')
        .innerJoin('grading.council as council', 'council.id', 'session.council_id')
        .leftJoin('identity.person as closer', 'closer.id', 'session.closed_by')
        .selectAll('session')
        .select(['council.title', 'council.level', 'council.area_path', 'closer.name as closer'])
        .where('session.id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!session || !(canKeep(ctx.actor, session) || (await isChairOf(ctx, session.council_id))))
    throw new AppError('not_found');
  const [{ rows: agenda }, { rows: members }] = await Promise.all([
    sql<AgendaRow>`
      select item.dossier_id, product.name as product, producer.name as producer, dossier.kind, item.place, item.scoring, item.status, item.left_because,
        array(select sheet.member_id::text from grading.member_sheet sheet where sheet.session_id = item.session_id and sheet.dossier_id = item.dossier_id
          and sheet.scoring = item.scoring and sheet.status = 'sealed' order by 1) as sealed,
        array(select declared.member_id::text from grading.declaration declared where declared.session_id = item.session_id
          and declared.dossier_id = item.dossier_id and declared.conflict order by 1) as conflicted,
        (select count(*)::int from grading.declaration declared where declared.session_id = item.session_id and declared.dossier_id = item.dossier_id) as declared,
        array(select result.scoring from grading.result result where result.session_id = item.session_id and result.dossier_id = item.dossier_id
          and (not result.counts or ${session.status} = 'closed') order by 1) as shown,
        (select due_on::text from grading.dossier_clock clock where clock.dossier_id = item.dossier_id and clock.clock = 'regradingResult'
          and clock.ended_on is null) as due_on
      from grading.session_dossier item join grading.dossier on dossier.id = item.dossier_id
      join products.product on product.id = dossier.product_id join producers.producer on producer.id = dossier.producer_id
      where item.session_id = ${id} order by item.place`.execute(ctx.db),
    sql<MemberRow & { present: boolean | null }>`
      select member.*, person.name as person, attendance.present from grading.council_member member
      left join identity.person on person.id = member.person_id
      left join grading.attendance on attendance.member_id = member.id and attendance.session_id = ${id}
      where member.council_id = ${session.council_id} and (${session.status} = 'planned' or member.id = any(${session.seats}::uuid[]))
        and (${session.status} = 'closed' or (member.from_on <= ${ctx.today} and (member.to_on is null or member.to_on > ${ctx.today})))
      order by ${positionOrder}, member.id`.execute(ctx.db),
  ]);
  return { ...session, agenda_items: agenda, members };
}

export type MySession = {
  session_id: string;
  dossier_id: string;
  council: string;
  mode: 'meeting' | 'written';
  held_on: string;
  /** They preside: they settle and close. */
  chairs: boolean;
  due_on: string | null;
  product: string;
  producer: string;
  set_no: number;
  scoring: number;
  status: string;
  declared: boolean | null;
  sealed: boolean;
  answered: number;
};

/**
 * What this person has to declare and score: the dossiers of open sessions in whose council they sit. Of one that is not
 * declared only the names of product and producer are told: by them a conflict is known.
 */
export async function mySessions(ctx: Ctx): Promise<MySession[]> {
  const { rows } = await sql<MySession>`
    select item.session_id, item.dossier_id, council.title as council, session.mode, session.held_on, member.position = 'chair' as chairs, session.due_on, product.name as product,
      producer.name as producer, product.set_no, item.scoring, item.status, declared.conflict as declared,
      coalesce(sheet.status = 'sealed', false) as sealed,
      (select count(*)::int from grading.member_answer answer where answer.sheet_id = sheet.id and answer.item not like 'rule/%') as answered
    from grading.council_member member join grading.council on council.id = member.council_id
    join grading.session on session.council_id = council.id and session.status = 'open' and member.id = any(session.seats)
    join grading.session_dossier item on item.session_id = session.id
    join grading.dossier on dossier.id = item.dossier_id join products.product on product.id = dossier.product_id
    join producers.producer on producer.id = dossier.producer_id
    left join grading.declaration declared on declared.session_id = session.id and declared.dossier_id = item.dossier_id and declared.member_id = member.id
    left join grading.member_sheet sheet on sheet.session_id = session.id and sheet.dossier_id = item.dossier_id and sheet.member_id = member.id and sheet.scoring = item.scoring
    where member.person_id = ${ctx.actor?.id ?? null} and member.from_on <= ${ctx.today} and (member.to_on is null or member.to_on > ${ctx.today})
    order by session.held_on, session.id, item.place`.execute(ctx.db);
  return rows;
}

/** What waits in the councils: sheets that this person has to declare for or submit, and open sessions that they keep. */
export async function councilDuties(ctx: Ctx): Promise<{ sheets: number; due: string | null; sessions: number }> {
  const mine = (await mySessions(ctx)).filter(
    (one) => one.status === 'scoring' && one.declared !== true && !one.sealed,
  );
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from grading.session join grading.council on council.id = session.council_id
    where session.status = 'open' and ${within('council.area_path', keptScopes(ctx.actor))}`.execute(ctx.db);
  const due = mine.flatMap(({ due_on }) => due_on ?? []).toSorted()[0] ?? null;
  return { sheets: mine.length, due, sessions: rows[0]!.n };
}

export type MySealed = {
  session_id: string;
  dossier_id: string;
  product: string;
  producer: string;
  held_on: string;
  scoring: number;
};

/** This person's own sealed sheets of closed sessions, the newest first: of a dossier scored twice the last. */
export async function mySealed(ctx: Ctx): Promise<MySealed[]> {
  const { rows } = await sql<MySealed>`
    select distinct on (session.held_on, session.id, dossier.id) session.id as session_id, dossier.id as dossier_id,
      product.name as product, producer.name as producer, session.held_on, sheet.scoring
    from grading.council_member member join grading.member_sheet sheet on sheet.member_id = member.id and sheet.status = 'sealed'
    join grading.session on session.id = sheet.session_id and session.status = 'closed'
    join grading.dossier on dossier.id = sheet.dossier_id join products.product on product.id = dossier.product_id
    join producers.producer on producer.id = dossier.producer_id
    where member.person_id = ${ctx.actor?.id ?? null}
    order by session.held_on desc, session.id desc, dossier.id, sheet.scoring desc limit 500`.execute(ctx.db);
  return rows;
}
