import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { isOwnOf } from '#domain/producers/policy';

export type Told = {
  id: string;
  at: Date;
  type: string;
  subject_kind: string;
  subject_id: string;
  subject: string;
  by: string;
  fact_kind: string | null;
};

/** Events that tell a producer of a change of its data; readings are none, nor what became of its own proposals, which stand beside. */
const changes = '^(producer|facility|fact|product|recognition)[.]';

/** What officials changed of a producer and its products in the last 60 days, the newest first, for its own people. */
export async function changesByOfficials(ctx: Ctx, producer: string): Promise<Told[]> {
  if (!isOwnOf(ctx.actor, producer)) return [];
  const { rows } = await sql<Told>`
    with subject as (
      select 'producer' as kind, id::text, name from producers.producer where id = ${producer}
      union all select 'product', id::text, name from products.product where producer_id = ${producer}
    )
    select event.id, event.at, event.type, event.subject_kind, event.subject_id, subject.name as subject,
      person.name as by, event.data ->> 'fact_kind' as fact_kind
    from subject
    join kernel.event event on event.subject_kind = subject.kind and event.subject_id = subject.id
    join identity.person person on person.id = event.actor_id
    where event.type ~ ${changes} and event.at > ${ctx.now}::timestamptz - interval '60 days'
      and not exists (select from identity.role_grant held
        where held.person_id = event.actor_id and held.organisation_id = ${producer})
    order by event.id desc limit 10`.execute(ctx.db);
  return rows;
}
