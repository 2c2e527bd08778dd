import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { isId } from '#kernel/ids';
import { within } from '#domain/areas/scopes';
import { canSeeDesk, canWorkRequest, type DataKind, type DataStatus } from './data-kinds.ts';
import { OneRequest } from './data-schema.ts';
import { holds } from './rules.ts';

export type DataRequestRow = {
  id: string;
  kind: DataKind;
  status: DataStatus;
  asked_on: string;
  answer_due: string;
  done_due: string;
  ground: string | null;
  area: string | null;
  answered_at: Date | null;
  done_at: Date | null;
  /** Entered at the counter. */
  counter: boolean;
};

const columns = sql`request.id, request.kind, request.status, request.asked_on, request.answer_due, request.done_due,
  request.ground, request.answered_at, request.done_at, request.entered_by is not null as counter, unit.name as area`;

/** Requests that this person works, entered or audits: by area, no names. */
function visible(ctx: Ctx) {
  if (!canSeeDesk(ctx.actor)) throw new AppError('refused');
  const whole = !!ctx.actor?.system || holds(ctx.actor, 'administrator', 'auditor');
  const scopes = (ctx.actor?.grants ?? []).flatMap(({ role, area }) =>
    role === 'province_officer' && area ? [area] : [],
  );
  return sql`(${whole} or request.entered_by = ${ctx.actor!.id}::uuid or ${within('request.area_path', scopes)})`;
}

/** Those of these requests whose page opens for this person. */
export async function openableRequests(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (!ids.length || !canSeeDesk(ctx.actor)) return new Set();
  const { rows } = await sql<{ id: string }>`
    select request.id from identity.data_request request
    where request.id = any(${[...ids]}::uuid[]) and ${visible(ctx)}`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}

const page = 30;

/** The queue: what must be answered or carried out first comes first; what is over, newest first. @throws AppError refused */
export async function dataQueue(
  ctx: Ctx,
  filter: { state: 'waiting' | 'over'; kind?: string | null; page: number },
): Promise<{ items: DataRequestRow[]; hasNext: boolean }> {
  const waits = filter.state === 'waiting';
  const order = waits
    ? sql`case request.status when 'open' then request.answer_due else request.done_due end, request.id`
    : sql`request.changed_at desc, request.id`;
  const { rows } = await sql<DataRequestRow>`
    select ${columns} from identity.data_request request left join areas.unit unit on unit.path = request.area_path
    where ${visible(ctx)} and (request.status in ('open', 'accepted')) = ${waits}
      and (${filter.kind ?? null}::text is null or request.kind = ${filter.kind ?? null})
    order by ${order} limit ${page + 1} offset ${(filter.page - 1) * page}`.execute(ctx.db);
  return { items: rows.slice(0, page), hasNext: rows.length > page };
}

export type DataDuties = { waiting: number; late: number; due: string | null; oldest: string | null };

/** How many wait for this person, how many of them are late, by when the first is due and since when the oldest waits. */
export async function dataDuties(ctx: Ctx): Promise<DataDuties> {
  const { rows } = await sql<DataDuties>`
    select count(*)::int as waiting, (count(*) filter (where due < ${ctx.today}::date))::int as late, min(due) as due, min(asked_on) as oldest
    from (select request.asked_on, case request.status when 'open' then request.answer_due else request.done_due end as due
      from identity.data_request request where ${visible(ctx)} and request.status in ('open', 'accepted')) waiting`.execute(
    ctx.db,
  );
  return rows[0]!;
}

export type DataRequestWords = DataRequestRow & {
  version: number;
  person_id: string | null;
  area_path: string;
  name: string | null;
  contact: string | null;
  wish: string | null;
  answer: string | null;
  /** Their account as it stands, if they have one. */
  account: { name: string; login: string } | null;
  works: boolean;
};

/** One request with what was written in it: an action, because each reading is logged. @throws AppError not_found, refused */
export const readRequest = action(
  { name: 'identity.read_data_request', input: OneRequest, may: canSeeDesk },
  async (tx, { id }): Promise<DataRequestWords> => {
    const row = await oneRequest(tx, id);
    await record(tx, 'data_request.read', { kind: 'data_request', id: row.id, area: row.area_path });
    return { ...row, works: canWorkRequest(tx.actor, row) };
  },
);

async function oneRequest(tx: Tx, id: string): Promise<DataRequestWords> {
  const ctx = tx as unknown as Ctx;
  const { rows } = isId(id)
    ? await sql<DataRequestWords>`
      select ${columns}, request.version, request.person_id, request.area_path, words.name, words.contact, words.wish, words.answer,
        case when person.id is not null and person.erased_at is null
          then json_build_object('name', person.name, 'login', coalesce(person.phone, person.email)) end as account
      from identity.data_request request left join identity.data_request_words words on words.request_id = request.id
      left join identity.person person on person.id = request.person_id
      left join areas.unit unit on unit.path = request.area_path
      where request.id = ${id} and ${visible(ctx)}`.execute(tx.db)
    : { rows: [] };
  if (!rows[0]) throw new AppError('not_found');
  return rows[0];
}

export type OwnRequest = Omit<DataRequestRow, 'area'> & { wish: string | null; answer: string | null };

/** What this person asked, newest first, with their own words and the answer. */
export async function ownRequests(ctx: Ctx): Promise<OwnRequest[]> {
  if (!ctx.actor || ctx.actor.system) throw new AppError('sign_in.needed');
  const { rows } = await sql<OwnRequest>`
    select ${columns}, words.wish, words.answer
    from identity.data_request request left join identity.data_request_words words on words.request_id = request.id
    left join areas.unit unit on unit.path = request.area_path
    where request.person_id = ${ctx.actor.id} order by request.id desc limit 50`.execute(ctx.db);
  return rows;
}
