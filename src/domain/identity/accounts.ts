import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { action, preparedAction, touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { hashOf, linkStands } from './links.ts';
import { endSessions, endWaysIn, setPassword } from './passwords.ts';
import { canHelp, canManagePeople } from './policy.ts';
import { personToHelp } from './queries.ts';
import { assertAnotherAdministrator } from './roles.ts';
import { isOfficer, officerScopes, phoneLogin } from './rules.ts';
import { CloseAccount, OpenAccount, RenewLink, SpendLink } from './schema.ts';

const linkHours = 48;

/** Beside the field where the phone number or e-mail is typed. */
export const takenLogin = { path: 'login', key: 'identity.login_taken' };

/** Opens an account without a password. @returns the person and the token of a link by which they set one, once. */
export const openAccount = action(
  {
    name: 'identity.open_account',
    input: OpenAccount,
    may: isOfficer,
    taken: { person_email_key: takenLogin, person_phone_key: takenLogin },
  },
  async (tx, input) => {
    const id = await writePerson(tx, input.name, input.login, officerScopes(tx.actor)[0] ?? null);
    return { id, token: await makeLink(tx, id) };
  },
);

/** Writes an account that signs in by a phone number or an e-mail. `opened_in` is the path of the area that answers for it. */
export async function writePerson(tx: Tx, name: string, login: string, opened_in: string | null): Promise<string> {
  const id = newId();
  const phone = login.startsWith('+') ? login : null;
  const email = phone ? phoneLogin(phone) : login;
  await tx.db
    .insertInto('identity.person')
    .values({ id, name, phone, email, email_verified: false, opened_in })
    .execute();
  await record(tx, 'person.opened', { kind: 'person', id, area: opened_in });
  touch(tx, 'people');
  return id;
}

/**
 * A new link for somebody who lost the first or the password; earlier ones stop working.
 * @throws AppError not_found, refused for somebody of a higher or equal rank
 */
export const renewLink = action(
  { name: 'identity.renew_link', input: RenewLink, may: isOfficer },
  async (tx, input) => {
    const person = await lockPerson(tx, input.person);
    if (person.ended_at) throw new AppError('state.conflict', { details: { reason: 'identity.account_closed' } });
    await assertHelped(tx, person.id);
    await voidLinks(tx, person.id);
    await record(tx, 'person.link_made', { kind: 'person', id: person.id });
    return { token: await makeLink(tx, person.id) };
  },
);

/** @throws AppError not_found for whom this person does not see, refused for whom they may not help */
export async function assertHelped(tx: Tx, person: string): Promise<void> {
  if (tx.actor?.system || canHelp(tx.actor, await personToHelp(tx, person))) return;
  throw new AppError('refused', { details: { reason: 'identity.not_yours_to_help' } });
}

/** @throws AppError not_found */
async function lockPerson(tx: Tx, id: string) {
  const person = await tx.db
    .selectFrom('identity.person')
    .select(['id', 'ended_at', 'erased_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!person) throw new AppError('not_found');
  return person;
}

/** Ends every link and every code that could set this person's password. */
export async function voidLinks(tx: Tx, person: string): Promise<void> {
  for (const table of ['identity.one_time_link', 'identity.counter_code'] as const)
    await tx.db
      .updateTable(table)
      .set({ used_at: new Date() })
      .where('person_id', '=', person)
      .where('used_at', 'is', null)
      .execute();
}

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
 * Sets the password of whoever holds the link, once, and ends the sessions that the person had. The password is hashed
 * before the transaction: that takes a tenth of a second, for which nobody should hold the link's lock.
 * @throws AppError link.spent when it is unknown, used or over
 */
export const spendLink = preparedAction(
  { name: 'identity.spend_link', input: SpendLink, may: () => true },
  async (ctx, input) => {
    if (!(await linkStands(ctx, input.token))) throw new AppError('link.spent'); // no hashing for made-up links
    const password = await hashPassword(input.password);
    return async (tx) => {
      const link = await tx.db
        .updateTable('identity.one_time_link')
        .set({ used_at: new Date() })
        .where('hash', '=', hashOf(input.token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', new Date())
        .returning('person_id')
        .executeTakeFirst();
      if (!link) throw new AppError('link.spent');
      await setPassword(tx, link.person_id, password);
      await endWaysIn(tx, link.person_id);
      await record(tx, 'person.password_set', { kind: 'person', id: link.person_id });
      return { person: link.person_id };
    };
  },
);

/**
 * Closes the account of somebody who left: sessions, links and roles end at once; what they did stays in the log.
 * @throws AppError not_found, state.conflict when it is closed already or no lasting administrator would be left
 */
export const closeAccount = action(
  { name: 'identity.close_account', input: CloseAccount, may: canManagePeople },
  async (tx, input) => {
    await assertAnotherAdministrator(tx, (grant) => grant.person_id === input.person);
    const person = await lockPerson(tx, input.person);
    if (person.ended_at) throw new AppError('state.conflict', { details: { reason: 'identity.account_closed' } });
    await tx.db.updateTable('identity.person').set({ ended_at: tx.now }).where('id', '=', person.id).execute();
    await tx.db
      .updateTable('identity.role_grant')
      .set({ ended_at: tx.now })
      .where('person_id', '=', person.id)
      .where('ended_at', 'is', null)
      .execute();
    await endSessions(tx, person.id);
    await voidLinks(tx, person.id);
    await tx.db.deleteFrom('identity.passkey').where('user_id', '=', person.id).execute();
    await record(tx, 'person.closed', { kind: 'person', id: person.id });
  },
);

/** Opens a closed account again, without roles; the person needs a new link. @throws AppError not_found, state.conflict */
export const reopenAccount = action(
  { name: 'identity.reopen_account', input: CloseAccount, may: canManagePeople },
  async (tx, input) => {
    const person = await lockPerson(tx, input.person);
    if (!person.ended_at || person.erased_at) throw new AppError('state.conflict');
    await tx.db.updateTable('identity.person').set({ ended_at: null }).where('id', '=', person.id).execute();
    await record(tx, 'person.reopened', { kind: 'person', id: person.id });
    return { token: await makeLink(tx, person.id) };
  },
);
