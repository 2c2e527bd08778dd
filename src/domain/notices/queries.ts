import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { within } from '#domain/areas/scopes';
import { hasNotices } from './policy.ts';
import { type Params, pathOf, type Room } from './rules.ts';
import { wordsOf } from './words.ts';

type Row = {
  id: string;
  kind: string;
  subject_kind: string;
  subject_id: string;
  room: Room;
  params: Params;
  made_at: Date;
  read_at: Date | null;
};

/** Every read of notices starts here: one's own, of what one still belongs to or answers for. */
function own(ctx: Ctx) {
  const grants = ctx.actor?.grants ?? [];
  const organisations = grants.flatMap(({ organisation }) => organisation ?? []);
  const areas = grants.flatMap(({ area }) => area ?? []);
  return sql`notices.notice notice where notice.person_id = ${ctx.actor!.id}::uuid
    and (notice.organisation_id is null or notice.organisation_id = any(${organisations}::uuid[]))
    and (notice.area_path is null or ${within('notice.area_path', areas)})`;
}

const columns = sql`notice.id, notice.kind, notice.subject_kind, notice.subject_id, notice.room, notice.params, notice.made_at, notice.read_at`;

/** More unread notices than these are told as "99+". */
const mostCounted = 100;

type Place = Pick<Row, 'id' | 'subject_kind' | 'subject_id' | 'room' | 'params'>;

/**
 * How many notices wait unread, up to 100, and which of them are about the page at this path: whoever sees the thing has
 * read them. Every page of the rooms asks this: one statement by the index of unread notices, which hands over those that
 * can be about the page (its path names their ids, or is one's own account's). A stranger has none.
 */
export async function unreadNotices(ctx: Ctx, path: string): Promise<{ count: number; seen: string[] }> {
  if (!hasNotices(ctx.actor)) return { count: 0, seen: [] };
  const names = (id: ReturnType<typeof sql>) => sql`strpos(${path}, coalesce(${id}, '?')) > 0`;
  const { rows } = await sql<{ count: number; near: Place[] }>`
    select count(*)::int as count, coalesce(json_agg(unread) filter (where ${names(sql`subject_id::text`)}
      or ${names(sql`params ->> 'producer'`)} or ${names(sql`params ->> 'person'`)}
      or (room = 'account' and ${path.startsWith('/account')})), '[]'::json) as near
    from (select notice.id, notice.subject_kind, notice.subject_id, notice.room, notice.params
      from ${own(ctx)} and notice.read_at is null limit ${mostCounted}) unread`.execute(ctx.db);
  const { count, near } = rows[0]!;
  return { count, seen: near.filter((notice) => pathOf(notice) === path).map(({ id }) => id) };
}

export type Notice = { id: string; kind: string; said: string; path: string; at: Date; read: boolean };

const page = 30;

/** One's own notices in one's own language, the newest first. @throws AppError sign_in.needed */
export async function ownNotices(
  ctx: Ctx,
  { after }: { after: string | null },
): Promise<{ items: Notice[]; next: string | null }> {
  if (!hasNotices(ctx.actor)) throw new AppError('sign_in.needed');
  const { rows } = await sql<Row>`
    select ${columns} from ${own(ctx)} and (${after}::uuid is null or notice.id < ${after}::uuid)
    order by notice.id desc limit ${page + 1}`.execute(ctx.db);
  const shown = rows.slice(0, page);
  const words = await wordsOf(ctx, shown, ctx.locale);
  return {
    items: shown.map((row, i) => ({
      id: row.id,
      kind: row.kind,
      said: words[i]!,
      path: pathOf(row),
      at: row.made_at,
      read: row.read_at !== null,
    })),
    next: rows.length > page ? shown.at(-1)!.id : null,
  };
}

export type Choice = { by_mail: boolean; language: 'vi' | 'en'; email: string | null };

/** How one wants to be told; without an e-mail of one's own no mail can go. @throws AppError sign_in.needed */
export async function ownChoice(ctx: Ctx): Promise<Choice> {
  if (!hasNotices(ctx.actor)) throw new AppError('sign_in.needed');
  const row = await ctx.db
    .selectFrom('identity.person as person')
    .leftJoin('notices.choice as choice', 'choice.person_id', 'person.id')
    .select(['person.email', 'choice.by_mail', 'choice.language'])
    .where('person.id', '=', ctx.actor!.id)
    .executeTakeFirstOrThrow();
  return {
    by_mail: row.by_mail ?? true,
    language: row.language === 'en' ? 'en' : 'vi',
    email: row.email.endsWith('.invalid') ? null : row.email,
  };
}
