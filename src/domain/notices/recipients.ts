import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import type { Room } from './rules.ts';

/** Whom a notice is for: a producer's own people, the officers nearest to a place, one person, or several of these. */
export type For = {
  organisation?: string | null;
  officers?: { area: string; roles: readonly string[] } | null;
  person?: { id: string; room: Room } | null;
};

export type Recipient = {
  /** The place of what they are told among those asked for. */
  n: number;
  person_id: string;
  room: Room;
  organisation_id: string | null;
  area_path: string | null;
  by_mail: boolean;
};

/** The areas that contain the one of this path, itself included: 'VN', 'VN/22', 'VN/22/06970'. */
const around = (path: string) => path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'));

/** A role that is held today. */
export const standing = (ctx: Ctx | Tx) => sql`(held.ended_at is null and held.valid_from <= ${ctx.today}::date
  and (held.valid_to is null or held.valid_to >= ${ctx.today}::date))`;

/**
 * The people with an open account and a role that stands today, each once for each thing. Of officers those of the
 * smallest area that has any: a commune's own, else the province's; what nobody there answers for, the next above does.
 */
export async function recipientsOf(ctx: Ctx | Tx, things: readonly For[]): Promise<Recipient[]> {
  const asked = things.map(({ organisation, officers, person }, n) => ({
    n,
    organisation: organisation ?? null,
    areas: officers ? around(officers.area) : [],
    roles: officers?.roles ?? [],
    person: person?.id ?? null,
    room: person?.room ?? null,
  }));
  const { rows } = await sql<Recipient>`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        as asked (n int, organisation uuid, areas text[], roles text[], person uuid, room text)
    ), found as (
      select asked.n, held.person_id, 'workspace' as room, held.organisation_id, null as area_path
      from asked join identity.role_grant held on held.organisation_id = asked.organisation and ${standing(ctx)}
      union all
      select n, person_id, 'office', null, area_path from (
        select asked.n, held.person_id, held.area_path, rank() over (partition by asked.n order by length(held.area_path) desc) as near
        from asked join identity.role_grant held on held.area_path = any(asked.areas) and held.role = any(asked.roles) and ${standing(ctx)}
        join identity.person person on person.id = held.person_id and person.ended_at is null
      ) officer where near = 1
      union all
      select n, person, room, null, null from asked where person is not null
    )
    select distinct on (found.n, person.id) found.n, person.id as person_id, found.room, found.organisation_id, found.area_path,
      coalesce(choice.by_mail, true) and person.email not like '%.invalid' as by_mail
    from found join identity.person person on person.id = found.person_id and person.ended_at is null
    left join notices.choice choice on choice.person_id = person.id
    order by found.n, person.id, found.room`.execute(ctx.db);
  return rows;
}
