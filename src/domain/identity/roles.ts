import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { lockOpenPerson } from './passwords.ts';
import { canEndRole, canGiveRole, givesRoles } from './policy.ts';
import { assertSeen } from './queries.ts';
import { type Role, scopes } from './rules.ts';
import { EndRole, GrantRole } from './schema.ts';

type Given = {
  role: string;
  area: string | null;
  organisation: string | null;
  from: string | null;
  until: string | null;
};

/** A role with its scope as it is kept, and the area into which it reaches. */
export type Scoped = {
  role: string;
  area_path: string | null;
  organisation_id: string | null;
  valid_from: string;
  valid_to: string | null;
  reach: string;
};

/**
 * Gives a role from a day on. The scope fits the role: an organisation for producers, an area of its level for officers.
 * @throws AppError not_found for whom this person does not see, refused for a role that is not theirs to give,
 * input.invalid at `area`, `organisation`, a day, or at `role` when it is held already
 */
export const grantRole = action(
  { name: 'identity.grant_role', input: GrantRole, may: givesRoles },
  async (tx, input) => {
    const person = await lockOpenPerson(tx, input.person);
    await assertSeen(tx, person.id);
    const scoped = await scopedRole(tx, input);
    if (!canGiveRole(tx.actor, scoped, person.id)) throw notYours();
    return { id: await writeGrant(tx, person.id, scoped, authorOf(tx)) };
  },
);

export const notYours = () => new AppError('refused', { details: { reason: 'identity.not_yours_to_give' } });

/**
 * The role that was asked for with its scope and days.
 * @throws AppError input.invalid at `area`, `organisation`, `from` or `until`
 */
export async function scopedRole(tx: Tx, input: Given): Promise<Scoped> {
  const from = input.from ?? tx.today;
  if (from < tx.today) throw fieldError('from', 'identity.from_past');
  if (input.until && input.until < from) throw fieldError('until', 'identity.until_past');
  const days = { valid_from: from, valid_to: input.until };
  const scope = scopes[input.role as Role];
  if (scope !== 'organisation') {
    const area_path = await scopePath(tx, scope, input.area);
    return { role: input.role, area_path, organisation_id: null, reach: area_path, ...days };
  }
  if (!input.organisation) throw fieldError('organisation', 'fields.required');
  const reach = await reachOf(tx, input.organisation);
  if (!reach) throw fieldError('organisation', 'identity.organisation_unknown');
  return { role: input.role, area_path: null, organisation_id: input.organisation, reach, ...days };
}

/** The path of a producer's area; null if there is no such producer. */
async function reachOf(tx: Tx, organisation: string): Promise<string | null> {
  const producer = await tx.db
    .selectFrom('identity.organisation')
    .select('area_path')
    .where('id', '=', organisation)
    .executeTakeFirst();
  return producer?.area_path ?? null;
}

/** Writes a role that was found to be right. @throws AppError input.invalid at `role` when it is held already */
export async function writeGrant(tx: Tx, person: string, scoped: Scoped, giver: string | null): Promise<string> {
  const { reach, ...grant } = scoped;
  if (await holdsAlready(tx, { person_id: person, ...grant })) throw fieldError('role', 'identity.role_held');
  const id = newId();
  await tx.db
    .insertInto('identity.role_grant')
    .values({ id, person_id: person, ...grant, granted_by: giver, granted_at: tx.now })
    .execute();
  await record(tx, 'role.granted', { kind: 'person', id: person, area: reach }, { grant: id, role: grant.role });
  return id;
}

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
 * Ends a role at once, by whoever may give it. The last lasting administrator keeps theirs.
 * @throws AppError not_found, refused, state.conflict when no lasting administrator would be left
 */
export const endRole = action({ name: 'identity.end_role', input: EndRole, may: givesRoles }, async (tx, input) => {
  const held = await tx.db
    .selectFrom('identity.held_role')
    .select(['person_id', 'role', 'reach'])
    .where('id', '=', input.grant)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!held?.person_id || !held.role || !held.reach) throw new AppError('not_found');
  if (!canEndRole(tx.actor, { role: held.role, reach: held.reach })) throw notYours();
  await assertAnotherAdministrator(tx, (grant) => grant.id === input.grant);
  const ended = await tx.db
    .updateTable('identity.role_grant')
    .set({ ended_at: tx.now })
    .where('id', '=', input.grant)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!ended) throw new AppError('not_found');
  const subject = { kind: 'person', id: held.person_id, area: held.reach };
  await record(tx, 'role.ended', subject, { grant: input.grant, role: held.role });
});

/**
 * Refuses to end an administrator's role unless a lasting administrator remains: one whose role has no end date and
 * whose account is open. Somebody whose role runs out tomorrow would leave nobody the day after. Every administrator's
 * row is locked first, so that two who end each other cannot both succeed.
 * @throws AppError state.conflict
 */
export async function assertAnotherAdministrator(
  tx: Tx,
  ends: (grant: { id: string; person_id: string }) => boolean,
): Promise<void> {
  const held = await tx.db
    .selectFrom('identity.role_grant as held')
    .innerJoin('identity.person as person', 'person.id', 'held.person_id')
    .select(['held.id', 'held.person_id', 'held.valid_to', 'person.ended_at'])
    .where('held.role', '=', 'administrator')
    .where('held.ended_at', 'is', null)
    .orderBy('held.id')
    .forUpdate('held')
    .execute();
  const remain = held.filter((grant) => !ends(grant) && !grant.valid_to && !grant.ended_at);
  if (held.some(ends) && !remain.length)
    throw new AppError('state.conflict', { details: { reason: 'identity.last_administrator' } });
}
