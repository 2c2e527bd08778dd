import { sql } from 'kysely';
import { covers } from '#domain/areas/rules';
import type { Actor, Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { within } from '#domain/areas/scopes';
import { canSeePeople } from './policy.ts';
import { holds, officerScopes, type Role } from './rules.ts';

/** What the register knows of one's own account; a phone number that signs in has no e-mail of its own. */
export async function ownAccount(ctx: Ctx): Promise<{ name: string; phone: string | null; email: string | null }> {
  if (!ctx.actor) throw new AppError('sign_in.needed');
  const { name, phone, email } = await ctx.db
    .selectFrom('identity.person')
    .select(['name', 'phone', 'email'])
    .where('id', '=', ctx.actor.id)
    .executeTakeFirstOrThrow();
  return { name, phone, email: email.endsWith('@phone.invalid') ? null : email };
}

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
  return officerScopes(ctx.actor);
}

const heldToday = (ctx: Ctx) => sql`held.ended_at is null and held.valid_from <= ${ctx.today}::date
  and (held.valid_to is null or held.valid_to >= ${ctx.today}::date)`;

const orders = {
  name: sql`person.name collate kernel.vi, person.id`,
  login: sql`coalesce(person.phone, person.email), person.id`,
  newest: sql`person.created_at desc, person.id`,
};

/**
 * People by name or login, and by role, in the order asked for. An officer sees those whose roles lie in the own area,
 * and who was given an account there and has no role yet. @throws AppError refused
 */
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
        select from identity.held_role held, unnest(${scopes}::text[]) scope
        where held.person_id = person.id and ${heldToday(ctx)} and (held.reach = scope or held.reach like scope || '/%'))
        or (not exists (select from identity.role_grant held where held.person_id = person.id and ${heldToday(ctx)})
          and ${within('person.opened_in', scopes)}))
      and (${filter.role ?? null}::text is null or exists (
        select from identity.role_grant held where held.person_id = person.id and held.role = ${filter.role ?? null} and ${heldToday(ctx)}))
    order by ${orders[filter.sort ?? 'name']}
    limit ${limit + 1} offset ${((filter.page ?? 1) - 1) * limit}`.execute(ctx.db);
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}

export type GrantRow = {
  id: string;
  role: Role;
  /** The path of its area, or of its producer's. */
  reach: string;
  area: string | null;
  organisation: string | null;
  valid_from: string;
  valid_to: string | null;
  ended_at: Date | null;
  granted_by: string | null;
};

/**
 * One person with every role ever held. Whoever has no role today is seen by every officer who knows the id: it is told
 * at the counter, to whom the person came. @throws AppError refused, not_found for whom this person may not see
 */
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
  const { rows: grants } = await sql<GrantRow>`
    select held.id, held.role, held.reach, unit.name as area, held.organisation_id as organisation, held.valid_from, held.valid_to, held.ended_at, giver.name as granted_by
    from identity.held_role held join identity.role_grant own on own.id = held.id
    left join areas.unit unit on unit.path = held.area_path left join identity.person giver on giver.id = own.granted_by
    where held.person_id = ${id} order by held.ended_at is not null, own.granted_at desc`.execute(ctx.db);
  const now = standing(ctx, grants);
  const visible =
    scopes.includes('VN') ||
    (!now.length && !person?.ended_at) ||
    grants.some(({ reach }) => scopes.some((scope) => covers(scope, reach)));
  if (!person || !visible) throw new AppError('not_found');
  return { person: { ...person, roles: [] }, grants };
}

/** Roles that are held today or will be. */
const standing = (ctx: Ctx, grants: readonly GrantRow[]) =>
  grants.filter(({ ended_at, valid_to }) => !ended_at && (!valid_to || valid_to >= ctx.today));

/** Somebody with the roles that stand, as `canHelp` asks for them. @throws AppError refused, not_found */
export async function personToHelp(ctx: Ctx, id: string): Promise<{ id: string; name: string; held: GrantRow[] }> {
  const { person, grants } = await personWithRoles(ctx, id);
  return { id, name: person.name, held: standing(ctx, grants) };
}

/** @throws AppError refused, not_found for whom this person may not see */
export async function assertSeen(ctx: Ctx, id: string): Promise<void> {
  if (!ctx.actor?.system) await personWithRoles(ctx, id);
}

/** The id of the open account that signs in by this phone number or e-mail; null if there is none. */
export async function accountOf(ctx: Ctx, login: string): Promise<string | null> {
  const person = await ctx.db
    .selectFrom('identity.person')
    .select('id')
    .where(login.startsWith('+') ? 'phone' : 'email', '=', login)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return person?.id ?? null;
}

/** Of these people, those whose page this person may open: the same who are shown by `personWithRoles`. */
export async function openablePeople(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (!ids.length || !canSeePeople(ctx.actor)) return new Set();
  const scopes = visibleScopes(ctx);
  if (scopes.includes('VN')) return new Set(ids);
  const { rows } = await sql<{ id: string }>`
    select distinct held.person_id as id from identity.held_role held, unnest(${scopes}::text[]) scope
    where held.person_id = any(${[...ids]}::uuid[]) and (held.reach = scope or held.reach like scope || '/%')`.execute(
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

/** Somebody who is not asking, with the roles held today: for what is done in their name. Null for a closed account. */
export async function actorOf(ctx: Ctx, person: string): Promise<Actor | null> {
  const { rows } = await sql<Actor>`
    select person.id, person.name, coalesce((
      select json_agg(json_build_object('role', held.role, 'area', held.area_path, 'organisation', held.organisation_id))
      from identity.role_grant held where held.person_id = person.id and held.ended_at is null
        and held.valid_from <= ${ctx.today}::date and (held.valid_to is null or held.valid_to >= ${ctx.today}::date)), '[]'::json) as grants
    from identity.person person where person.id = ${person} and person.ended_at is null`.execute(ctx.db);
  return rows[0] ?? null;
}
