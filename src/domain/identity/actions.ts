import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { hashOf } from './links.ts';
import { canManagePeople } from './policy.ts';
import { phoneLogin, type Role, scopes } from './rules.ts';
import { EndRole, GrantRole, OpenAccount, RenewLink, SpendLink } from './schema.ts';

const linkHours = 48;
const author = (tx: Tx) => (tx.actor?.system ? null : (tx.actor?.id ?? null));

const takenLogin = { path: 'login', key: 'identity.login_taken' };

/** Opens an account without a password. @returns the person and the token of a link by which they set one, once. */
export const openAccount = action(
  {
    name: 'identity.open_account',
    input: OpenAccount,
    may: canManagePeople,
    taken: { person_email_key: takenLogin, person_phone_key: takenLogin },
  },
  async (tx, input) => {
    const id = newId();
    const phone = input.login.startsWith('+') ? input.login : null;
    await tx.db
      .insertInto('identity.person')
      .values({ id, name: input.name, phone, email: phone ? phoneLogin(phone) : input.login, email_verified: false })
      .execute();
    await record(tx, 'person.opened', { kind: 'person', id });
    return { id, token: await makeLink(tx, id) };
  },
);

/** A new link for somebody who lost the first or the password; earlier ones stop working. @throws AppError not_found */
export const renewLink = action(
  { name: 'identity.renew_link', input: RenewLink, may: canManagePeople },
  async (tx, input) => {
    const person = await tx.db
      .selectFrom('identity.person')
      .select('id')
      .where('id', '=', input.person)
      .forUpdate()
      .executeTakeFirst();
    if (!person) throw new AppError('not_found');
    await tx.db
      .updateTable('identity.one_time_link')
      .set({ used_at: new Date() })
      .where('person_id', '=', person.id)
      .where('used_at', 'is', null)
      .execute();
    await record(tx, 'person.link_made', { kind: 'person', id: person.id });
    return { token: await makeLink(tx, person.id) };
  },
);

async function makeLink(tx: Tx, person: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const expires_at = new Date(Date.now() + linkHours * 3_600_000);
  await tx.db
    .insertInto('identity.one_time_link')
    .values({ hash: hashOf(token), person_id: person, expires_at })
    .execute();
  return token;
}

/**
 * Sets the password of whoever holds the link, once, and ends the sessions that the person had.
 * @throws AppError link.spent when it is unknown, used or over
 */
export const spendLink = action(
  { name: 'identity.spend_link', input: SpendLink, may: () => true },
  async (tx, input) => {
    const link = await tx.db
      .updateTable('identity.one_time_link')
      .set({ used_at: new Date() })
      .where('hash', '=', hashOf(input.token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', new Date())
      .returning('person_id')
      .executeTakeFirst();
    if (!link) throw new AppError('link.spent');
    await setPassword(tx, link.person_id, input.password);
    await tx.db.deleteFrom('identity.session').where('user_id', '=', link.person_id).execute();
    await record(tx, 'person.password_set', { kind: 'person', id: link.person_id });
    return { person: link.person_id };
  },
);

/** Writes the password of a person as better-auth keeps it. */
async function setPassword(tx: Tx, person: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await tx.db
    .deleteFrom('identity.account')
    .where('user_id', '=', person)
    .where('provider_id', '=', 'credential')
    .execute();
  await tx.db
    .insertInto('identity.account')
    .values({
      id: newId(),
      account_id: person,
      provider_id: 'credential',
      user_id: person,
      password: hash,
      updated_at: new Date(),
    })
    .execute();
}

/**
 * Gives a role from today on. The scope fits the role: an organisation for producers, an area of its level for officers.
 * @throws AppError not_found, input.invalid at `area`, `organisation`, or at `role` when it is held already
 */
export const grantRole = action(
  { name: 'identity.grant_role', input: GrantRole, may: canManagePeople },
  async (tx, input) => {
    const person = await tx.db
      .selectFrom('identity.person')
      .select('id')
      .where('id', '=', input.person)
      .forUpdate()
      .executeTakeFirst();
    if (!person) throw new AppError('not_found');
    if (input.until && input.until < tx.today) throw fieldError('until', 'identity.until_past');
    const scope = scopes[input.role as Role];
    if (scope === 'organisation' && !input.organisation) throw fieldError('organisation', 'fields.required');
    const area_path = scope === 'organisation' ? null : await scopePath(tx, scope, input.area);
    const organisation_id = scope === 'organisation' ? input.organisation : null;
    if (await holdsAlready(tx, { person_id: person.id, role: input.role, area_path, organisation_id }))
      throw fieldError('role', 'identity.role_held');
    const id = newId();
    await tx.db
      .insertInto('identity.role_grant')
      .values({
        id,
        person_id: person.id,
        role: input.role,
        area_path,
        organisation_id,
        valid_from: tx.today,
        valid_to: input.until,
        granted_by: author(tx),
        granted_at: tx.now,
      })
      .execute();
    await record(
      tx,
      'role.granted',
      { kind: 'person', id: person.id, area: area_path },
      { grant: id, role: input.role },
    );
    return { id };
  },
);

async function holdsAlready(
  tx: Tx,
  grant: { person_id: string; role: string; area_path: string | null; organisation_id: string | null },
) {
  return tx.db
    .selectFrom('identity.role_grant')
    .select('id')
    .where('person_id', '=', grant.person_id)
    .where('role', '=', grant.role)
    .where('area_path', 'is not distinct from', grant.area_path)
    .where('organisation_id', 'is not distinct from', grant.organisation_id)
    .where('ended_at', 'is', null)
    .where((is) => is.or([is('valid_to', 'is', null), is('valid_to', '>=', tx.today)]))
    .executeTakeFirst();
}

async function scopePath(tx: Tx, level: string, area: string | null): Promise<string> {
  if (level === 'country') return 'VN';
  if (!area) throw fieldError('area', 'fields.required');
  const unit = await tx.db
    .selectFrom('areas.unit')
    .select(['path', 'level'])
    .where('id', '=', area)
    .where('valid_to', 'is', null)
    .executeTakeFirst();
  if (!unit || unit.level !== level) throw fieldError('area', 'identity.scope_level', { level });
  return unit.path;
}

/**
 * Ends a role at once. The last administrator keeps theirs.
 * @throws AppError not_found, state.conflict for the last administrator
 */
export const endRole = action(
  { name: 'identity.end_role', input: EndRole, may: canManagePeople },
  async (tx, input) => {
    // Every administrator's row is locked first, so that two who end each other cannot both succeed.
    const administrators = await tx.db
      .selectFrom('identity.role_grant')
      .select('id')
      .where('role', '=', 'administrator')
      .where('ended_at', 'is', null)
      .where((is) => is.or([is('valid_to', 'is', null), is('valid_to', '>=', tx.today)]))
      .orderBy('id')
      .forUpdate()
      .execute();
    if (administrators.length === 1 && administrators[0]?.id === input.grant) {
      throw new AppError('state.conflict', { details: { reason: 'identity.last_administrator' } });
    }
    const grant = await tx.db
      .updateTable('identity.role_grant')
      .set({ ended_at: tx.now })
      .where('id', '=', input.grant)
      .where('ended_at', 'is', null)
      .returning(['person_id', 'role', 'area_path'])
      .executeTakeFirst();
    if (!grant) throw new AppError('not_found');
    await record(
      tx,
      'role.ended',
      { kind: 'person', id: grant.person_id, area: grant.area_path },
      { grant: input.grant, role: grant.role },
    );
  },
);
