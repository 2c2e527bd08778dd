import { sql } from 'kysely';
import { touch } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { record } from '#kernel/events';
import type { Holder } from '#kernel/personal';

type Found = { producer_id: string; area_path: string };

/**
 * Producers, those merged into one included, for whom the person acts or acted and whose representative or contact has the person's own number or
 * address. A number alone proves nothing: families share phones.
 */
async function actedFor(ctx: Ctx | Tx, person: string): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select distinct producer.id as producer_id, producer.area_path
    from identity.person person
    join identity.role_grant held on held.person_id = person.id
    join producers.producer producer on held.organisation_id in (producer.id, producer.merged_into)
    left join producers.representative on representative.producer_id = producer.id
    where person.id = ${person} and (person.phone in (representative.phone, producer.contact_phone)
      or person.email in (representative.email, producer.contact_email)) order by 1`.execute(ctx.db as Tx['db']);
  return rows;
}

/** Members of producers for whom the person acts or acted, under the person's own number: as above, the number alone proves nothing. */
const memberships = sql`
  select member.id, producer.id as producer_id, producer.area_path, producer.name as producer, its.name, its.sex, its.ethnicity, its.phone,
    member.joined_on, member.left_on
  from identity.person person
  join identity.role_grant held on held.person_id = person.id
  join producers.producer producer on producer.id = held.organisation_id
  join producers.member member on member.producer_id = producer.id
  join producers.member_person its on its.member_id = member.id and its.phone = person.phone`;

type Membership = Found & { id: string } & Record<string, unknown>;

async function memberOf(ctx: Ctx | Tx, person: string): Promise<Membership[]> {
  const { rows } =
    await sql<Membership>`${memberships} where person.id = ${person} group by member.id, producer.id, its.member_id
    order by member.id`.execute(ctx.db as Tx['db']);
  return rows;
}

async function held(ctx: Ctx | Tx, person: string): Promise<Record<string, unknown>> {
  const [found, members] = [await actedFor(ctx, person), await memberOf(ctx, person)];
  const member_of = members.map(({ id: _, producer_id: __, area_path: ___, ...said }) => said);
  const { rows: applications } = await sql`
    select input, note, state, reason, sent_at from producers.application where person_id = ${person} order by id desc`.execute(
    ctx.db as Tx['db'],
  );
  const sent = applications.length ? { applications } : {};
  const joined = members.length ? { member_of } : {};
  if (!found.length) return { ...sent, ...joined };
  const { rows } = await sql`
    select producer.name as producer, representative.*, producer.contact_phone, producer.contact_email, producer.publishes_contact
    from producers.producer left join producers.representative on representative.producer_id = producer.id
    where producer.id = any(${found.map(({ producer_id }) => producer_id)})`.execute(ctx.db as Tx['db']);
  return { ...sent, representative_of: rows, ...joined };
}

/**
 * The person's number, address, sex and ethnicity go. The name of who represents a producer, and the number by which it
 * pays tax, stay as long as the producer is in the register; so does the name in a cooperative's list of members.
 */
async function erase(tx: Tx, person: string): Promise<string[]> {
  await tx.db.deleteFrom('producers.application').where('person_id', '=', person).execute();
  const found = await actedFor(tx, person);
  for (const { producer_id: id, area_path: area } of found) {
    await sql`update producers.representative set phone = null, email = null, sex = null, ethnicity = null where producer_id = ${id}`.execute(
      tx.db,
    );
    await sql`
      update producers.producer set publishes_contact = false, version = version + 1, changed_at = ${tx.now}, changed_by = null,
        contact_phone = nullif(contact_phone, person.phone), contact_email = nullif(contact_email, person.email)
      from identity.person where person.id = ${person} and producer.id = ${id}`.execute(tx.db);
    const unquoted = ['contact_phone', 'contact_email', 'phone', 'email', 'sex', 'ethnicity'];
    await record(tx, 'producer.changed', { kind: 'producer', id, area }, { unquoted });
    touch(tx, `producer:${id}`, 'producers');
  }
  const members = await memberOf(tx, person);
  for (const { id: member, producer_id: id, area_path: area } of members) {
    await sql`update producers.member_person set phone = null, sex = null, ethnicity = null where member_id = ${member}`.execute(
      tx.db,
    );
    await sql`update producers.member set version = version + 1, changed_at = ${tx.now}, changed_by = null where id = ${member}`.execute(
      tx.db,
    );
    await record(tx, 'member.changed', { kind: 'producer', id, area }, { member });
  }
  return [...(found.length ? ['trust.kept.representative'] : []), ...(members.length ? ['trust.kept.members'] : [])];
}

export const producersHolder: Holder = { held, erase };
