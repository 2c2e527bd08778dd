import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { canSeePeople } from './policy.ts';
import { holds, type Role } from './rules.ts';

export type PersonRow = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  created_at: Date;
  /** The roles held today, with the name of their area or the id of their producer. */
  roles: { role: Role; area: string | null; organisation: string | null }[];
};

/** The paths whose people this person may see; 'VN' is everybody, with those who have no role yet. @throws AppError refused */
function visibleScopes(ctx: Ctx): string[] {
  if (!canSeePeople(ctx.actor)) throw new AppError('refused');
  if (holds(ctx.actor, 'administrator', 'auditor')) return ['VN'];
  return (ctx.actor?.grants ?? []).flatMap(({ role, area }) => (role === 'province_officer' && area ? [area] : []));
}

const heldToday = (ctx: Ctx) => sql`held.ended_at is null and held.valid_from <= ${ctx.today}::date
  and (held.valid_to is null or held.valid_to >= ${ctx.today}::date)`;

const orders = {
  name: sql`person.name collate kernel.vi, person.id`,
  login: sql`coalesce(person.phone, person.email), person.id`,
  newest: sql`person.created_at desc, person.id`,
};

/** People by name or login, and by role, in the order asked for; a province sees the people of its own subtree. @throws AppError refused */
export async function listPeople(
  ctx: Ctx,
  filter: {
    q?: string | null;
    role?: string | null;
    closed?: boolean;
    sort?: keyof typeof orders;
    page?: number;
    limit?: number;
  },
): Promise<{ items: PersonRow[]; hasNext: boolean }> {
  const limit = filter.limit ?? 30;
  const scopes = visibleScopes(ctx);
  const q = `%${(filter.q ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await sql<PersonRow>`
    select person.id, person.name, person.email, person.phone, person.created_at, coalesce(
      (select json_agg(json_build_object('role', held.role, 'area', unit.name, 'organisation', held.organisation_id) order by held.granted_at)
       from identity.role_grant held left join areas.unit unit on unit.path = held.area_path
       where held.person_id = person.id and ${heldToday(ctx)}), '[]'::json) as roles
    from identity.person person
    where (person.ended_at is not null) = ${filter.closed ?? false}
      and (person.name ilike ${q} or person.email ilike ${q} or coalesce(person.phone, '') ilike ${q})
      and (${scopes.includes('VN')} or exists (
        select from identity.role_grant held, unnest(${scopes}::text[]) scope
        where held.person_id = person.id and ${heldToday(ctx)} and (held.area_path = scope or held.area_path like scope || '/%')))
      and (${filter.role ?? null}::text is null or exists (
        select from identity.role_grant held where held.person_id = person.id and held.role = ${filter.role ?? null} and ${heldToday(ctx)}))
    order by ${orders[filter.sort ?? 'name']}
    limit ${limit + 1} offset ${((filter.page ?? 1) - 1) * limit}`.execute(ctx.db);
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}

export type GrantRow = {
  id: string;
  role: Role;
  area: string | null;
  organisation: string | null;
  valid_from: string;
  valid_to: string | null;
  ended_at: Date | null;
  granted_by: string | null;
};

/** One person with every role ever held. @throws AppError refused, not_found for whom this person may not see */
export async function personWithRoles(
  ctx: Ctx,
  id: string,
): Promise<{ person: PersonRow & { ended_at: Date | null }; grants: GrantRow[] }> {
  const scopes = visibleScopes(ctx);
  if (!isId(id)) throw new AppError('not_found');
  const person = await ctx.db
    .selectFrom('identity.person')
    .select(['id', 'name', 'email', 'phone', 'created_at', 'ended_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  const { rows: grants } = await sql<GrantRow & { area_path: string | null }>`
    select held.id, held.role, held.area_path, unit.name as area, held.organisation_id as organisation, held.valid_from, held.valid_to, held.ended_at, giver.name as granted_by
    from identity.role_grant held left join areas.unit unit on unit.path = held.area_path
    left join identity.person giver on giver.id = held.granted_by
    where held.person_id = ${id} order by held.ended_at is not null, held.granted_at desc`.execute(ctx.db);
  const visible =
    scopes.includes('VN') ||
    grants.some(({ area_path }) => scopes.some((scope) => `${area_path ?? ''}/`.startsWith(`${scope}/`)));
  if (!person || !visible) throw new AppError('not_found');
  return { person: { ...person, roles: [] }, grants };
}

/** Of these people, those whose page this person may open: the same who are shown by `personWithRoles`. */
export async function openablePeople(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (!ids.length || !canSeePeople(ctx.actor)) return new Set();
  const scopes = visibleScopes(ctx);
  if (scopes.includes('VN')) return new Set(ids);
  const { rows } = await sql<{ id: string }>`
    select distinct held.person_id as id from identity.role_grant held, unnest(${scopes}::text[]) scope
    where held.person_id = any(${[...ids]}::uuid[]) and (held.area_path = scope or held.area_path like scope || '/%')`.execute(
    ctx.db,
  );
  return new Set(rows.map(({ id }) => id));
}

/** The names of people by their ids, for the log. */
export async function peopleNames(ctx: Ctx, ids: readonly string[]): Promise<Record<string, string>> {
  if (!ids.length) return {};
  const rows = await ctx.db
    .selectFrom('identity.person')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
