import { sql } from 'kysely';
import { officerScopes } from '#domain/identity/rules';
import { reachOf } from '#domain/papers/policy';
import { counted, type Waiting } from '#domain/proposals/unchecked';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { within } from '#domain/areas/scopes';
import { voiceOf } from './policy.ts';
import { helpedProducer } from './rows.ts';
import { mostEntries, type State } from './rules.ts';

export type EntryRow = {
  id: string;
  version: number;
  producer_id: string;
  producer: string;
  act: string;
  thing_kind: 'fact' | 'paper' | 'proposal';
  thing_id: string;
  thing_version: number;
  fact_kind: string | null;
  entered_by: string | null;
  entered_by_name: string | null;
  entered_at: Date;
  state: State;
  how: 'signed_in' | 'code' | 'paper' | null;
  answered_by_name: string | null;
  answered_at: Date | null;
  paper_id: string | null;
  words: string | null;
};

/** Every read of entries starts here: those of this person's area, and those about their own producer. */
function visible(ctx: Ctx) {
  const { areas, organisations } = reachOf(ctx.actor);
  return sql`select entry.id, entry.version, entry.producer_id, producer.name as producer, entry.act, entry.thing_kind,
      entry.thing_id, entry.thing_version, entry.fact_kind, entry.entered_by, officer.name as entered_by_name,
      entry.entered_at, entry.state, entry.how, answerer.name as answered_by_name, entry.answered_at, entry.paper_id, entry.words
    from behalf.entry join producers.producer on producer.id = entry.producer_id
    left join identity.person officer on officer.id = entry.entered_by
    left join identity.person answerer on answerer.id = entry.answered_by
    where (entry.producer_id = any(${organisations}::uuid[]) or ${within('entry.area_path', areas)})`;
}

const open = sql`entry.state in ('waiting', 'disputed')`;

/** What waits within this officer's reach: what the producer called wrong first, then the oldest. */
export async function openEntries(ctx: Ctx, limit = 200): Promise<EntryRow[]> {
  if (!officerScopes(ctx.actor).length) return [];
  const { rows } = await sql<EntryRow>`${visible(ctx)} and ${open}
    order by entry.state = 'waiting', entry.entered_at, entry.id limit ${limit}`.execute(ctx.db);
  return rows;
}

/** How much waits within this officer's reach: for producers to answer, and for officers to set right. */
export async function behalfDuties(ctx: Ctx): Promise<Record<'waiting' | 'disputed', Waiting>> {
  const { rows } = await sql<Waiting & { state: 'waiting' | 'disputed' }>`
    select state, count(*)::int as count, min(entered_at) as oldest from (
      select state, entered_at from behalf.entry where state in ('waiting', 'disputed')
        and ${within('area_path', officerScopes(ctx.actor))}
      limit ${counted + 1}) open group by state`.execute(ctx.db);
  const of = (state: string) => rows.find((row) => row.state === state) ?? { count: 0, oldest: null };
  return { waiting: of('waiting'), disputed: of('disputed') };
}

/** What was entered on a producer's behalf, what still waits first; as many as one sheet lists. */
export async function entriesOf(ctx: Ctx, producer: string): Promise<EntryRow[]> {
  if (!isId(producer)) return [];
  const { rows } =
    await sql<EntryRow>`${visible(ctx)} and entry.producer_id = ${producer} and entry.state <> 'overtaken'
    order by not ${open}, entry.id desc limit ${mostEntries}`.execute(ctx.db);
  return rows;
}

/** What waits for a word of this person's own producers. */
export async function entriesToAnswer(ctx: Ctx): Promise<EntryRow[]> {
  const { organisations } = reachOf(ctx.actor);
  if (!organisations.length) return [];
  const { rows } = await sql<EntryRow>`${visible(ctx)} and entry.producer_id = any(${organisations}::uuid[])
    and entry.state = 'waiting' order by entry.id limit ${mostEntries}`.execute(ctx.db);
  return rows;
}

export type Mark = Pick<EntryRow, 'state' | 'entered_by_name' | 'entered_at' | 'answered_at' | 'how' | 'producer_id'>;

/** The newest entry about each of these things, so that whatever was entered on somebody's behalf is shown as such. */
export async function marksOf(ctx: Ctx, things: readonly string[]): Promise<Map<string, Mark>> {
  if (!ctx.actor || !things.length) return new Map();
  const { rows } = await sql<Mark & { thing_id: string }>`
    select distinct on (found.thing_id) found.* from (${visible(ctx)} and entry.thing_id = any(${[...things]}::uuid[])
      and entry.state <> 'overtaken') found order by found.thing_id, found.id desc`.execute(ctx.db);
  return new Map(rows.map((row) => [row.thing_id, row]));
}

/** The producer for whom this officer speaks, and the context that reads with the producer's eyes. @throws AppError not_found, refused */
export async function helped(ctx: Ctx, id: string) {
  if (!isId(id)) throw new AppError('not_found');
  const producer = await helpedProducer(ctx, id);
  return { producer, voice: { ...ctx, actor: voiceOf(ctx.actor!, producer.id) } as Ctx };
}
