import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { forgetCounts } from '#kernel/limits';
import type { Holder } from '#kernel/personal';
import { canWorkRequest, mayWorkDesk } from './data-kinds.ts';
import { isPerson } from './policy.ts';
import { OneRequest, ReadOwnData } from './data-schema.ts';
import { endConsents } from './consents.ts';

/**
 * The columns that name a person as the one the row is about. A column that only says who did something is not among
 * them: official acts stay attributable to an id. A test compares this list with the database.
 */
export const aboutPerson = [
  'behalf.code.person_id',
  'identity.account.user_id',
  'identity.consent.person_id',
  'identity.counter_code.person_id',
  'identity.data_request.person_id',
  'identity.invitation.invited_by',
  'identity.one_time_link.person_id',
  'identity.passkey.user_id',
  'identity.recovery_code.person_id',
  'identity.role_grant.person_id',
  'identity.saved_filter.person_id',
  'identity.second_step.person_id',
  'identity.session.user_id',
  'kernel.upload.person_id',
  'notices.choice.person_id',
  'notices.notice.person_id',
  'producers.application.person_id',
];

async function held(ctx: Ctx | Tx, person: string): Promise<Record<string, unknown>> {
  const db = ctx.db as Tx['db'];
  const rows = async (query: ReturnType<typeof sql>) => (await query.execute(db)).rows;
  const [account] = await rows(sql`select name, phone, email, created_at, ended_at from identity.person where id = ${person}`); // prettier-ignore
  return {
    account,
    ways_to_sign_in: await rows(sql`select provider_id, created_at, updated_at from identity.account where user_id = ${person}`), // prettier-ignore
    sessions: await rows(sql`select created_at, expires_at, ip_address, user_agent from identity.session where user_id = ${person}`), // prettier-ignore
    passkeys: await rows(sql`select name, created_at from identity.passkey where user_id = ${person}`),
    second_step: await rows(sql`select begun_at, confirmed_at, (select count(*) from identity.recovery_code code where code.person_id = step.person_id and code.used_at is null) as unused_codes
      from identity.second_step step where step.person_id = ${person}`), // prettier-ignore
    counter_codes: await rows(sql`select expires_at, used_at from identity.counter_code where person_id = ${person}`),
    invitations: await rows(sql`select login, role, invited_at, expires_at, taken_at from identity.invitation
      where taken_by = ${person} or invited_by = ${person} or login in (select unnest(array[email, phone]) from identity.person where id = ${person})`), // prettier-ignore
    saved_filters: await rows(sql`select list, name, query, saved_at from identity.saved_filter where person_id = ${person}`), // prettier-ignore
    links: await rows(sql`select expires_at, used_at from identity.one_time_link where person_id = ${person}`),
    roles: await rows(sql`select role, area_path, organisation_id, valid_from, valid_to, ended_at from identity.role_grant where person_id = ${person}`), // prettier-ignore
    consents: await rows(sql`select purpose, wording, wording_version, given_at, withdrawn_at from identity.consent where person_id = ${person}`), // prettier-ignore
    requests: await rows(sql`select kind, status, asked_on, answer_due, done_due, ground, answered_at, done_at, words.name, words.contact, words.wish, words.answer
      from identity.data_request request left join identity.data_request_words words on words.request_id = request.id where person_id = ${person}`), // prettier-ignore
    log_about_me: await rows(sql`select at, type, actor_id from kernel.event where subject_kind = 'person' and subject_id = ${person} order by id desc limit 1000`), // prettier-ignore
    log_of_my_acts: await rows(sql`select type, count(*), min(at) as first, max(at) as last from kernel.event where actor_id = ${person}::uuid group by type`), // prettier-ignore
  };
}

/** The account remains as an id: its name, number and address go, and with them every way to sign in. */
async function erase(tx: Tx, person: string): Promise<string[]> {
  const { email, phone } = await tx.db
    .selectFrom('identity.person')
    .select(['email', 'phone'])
    .where('id', '=', person)
    .executeTakeFirstOrThrow();
  await tx.db
    .updateTable('identity.role_grant')
    .set({ ended_at: tx.now })
    .where('person_id', '=', person)
    .where('ended_at', 'is', null)
    .execute();
  await tx.db.deleteFrom('identity.session').where('user_id', '=', person).execute();
  await tx.db.deleteFrom('identity.account').where('user_id', '=', person).execute();
  await tx.db.deleteFrom('identity.one_time_link').where('person_id', '=', person).execute();
  for (const table of [
    'identity.saved_filter',
    'identity.counter_code',
    'identity.recovery_code',
    'identity.second_step',
  ] as const)
    await tx.db.deleteFrom(table).where('person_id', '=', person).execute();
  await tx.db.deleteFrom('identity.passkey').where('user_id', '=', person).execute();
  await tx.db
    .deleteFrom('identity.invitation')
    .where((is) => is.or([is('login', 'in', [email, phone ?? email]), is('taken_by', '=', person)]))
    .execute();
  for (const mark of [email, phone, person].filter((one) => one !== null)) {
    await sql`delete from identity.verification where position(${mark} in identifier) > 0 or position(${mark} in value) > 0`.execute(
      tx.db,
    );
    await forgetCounts(tx, mark);
  }
  await endConsents(tx, person);
  await sql`delete from identity.data_request_words where request_id in (select id from identity.data_request where person_id = ${person})`.execute(
    tx.db,
  );
  const { numUpdatedRows } = await tx.db
    .updateTable('identity.person')
    .set({
      name: erasedName(person),
      email: `${person}@erased.invalid`,
      email_verified: false,
      phone: null,
      image: null,
      ended_at: tx.now,
      erased_at: tx.now,
    })
    .where('id', '=', person)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  if (!numUpdatedRows) throw new AppError('state.conflict');
  return ['trust.kept.acts', 'trust.kept.consents'];
}

/** What stands for the name of somebody who was forgotten: a part of the id, in no language. */
export const erasedName = (id: string): string => `#${id.slice(-8)}`;

export const identityHolder: Holder = { held, erase };

/** Everything that every room holds about a person. */
async function heldEverywhere(tx: Tx, person: string): Promise<Record<string, Record<string, unknown>>> {
  const found: Record<string, Record<string, unknown>> = {};
  for (const [room, holder] of Object.entries(tx.runtime.holders)) {
    const rows = await holder.held(tx, person);
    if (Object.keys(rows).length) found[room] = rows;
  }
  return found;
}

/** What is held about oneself: an action, because each reading is logged. */
export const readOwnData = action({ name: 'identity.read_own_data', input: ReadOwnData, may: isPerson }, async (tx) => {
  const person = tx.actor!.id;
  await record(tx, 'personal_data.read', { kind: 'person', id: person });
  return { made_at: tx.now.toISOString(), person, rooms: await heldEverywhere(tx, person) };
});

/**
 * What is held about somebody who asked at the counter, to be handed over; logged about that person.
 * @throws AppError not_found unless such a request was accepted
 */
export const readDataOf = action(
  { name: 'identity.read_data_of', input: OneRequest, may: mayWorkDesk },
  async (tx, input) => {
    const request = await tx.db
      .selectFrom('identity.data_request')
      .select(['id', 'person_id', 'area_path'])
      .where('id', '=', input.id)
      .where('kind', 'in', ['held', 'export'])
      .where('status', 'in', ['accepted', 'done'])
      .executeTakeFirst();
    if (!request?.person_id || !canWorkRequest(tx.actor, request)) throw new AppError('not_found');
    const { person_id: person, area_path: area } = request;
    await record(tx, 'personal_data.read', { kind: 'person', id: person, area }, { request: request.id });
    return { made_at: tx.now.toISOString(), person, rooms: await heldEverywhere(tx, person) };
  },
);
