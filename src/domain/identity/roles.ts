import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { lockOpenPerson } from './passwords.ts';
import { canManagePeople } from './policy.ts';
import { type Role, scopes } from './rules.ts';
import { EndRole, GrantRole } from './schema.ts';

/**
 * Gives a role from today on. The scope fits the role: an organisation for producers, an area of its level for officers.
 * @throws AppError not_found, input.invalid at `area`, `organisation`, or at `role` when it is held already
 */
export const grantRole = action(
  {
    name: 'identity.grant_role',
    input: GrantRole,
    may: canManagePeople,
    taken: { role_grant_organisation: { path: 'organisation', key: 'identity.organisation_unknown' } },
  },
  async (tx, input) => {
    const person = await lockOpenPerson(tx, input.person);
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
        granted_by: tx.actor?.system ? null : tx.actor!.id,
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
 * Ends a role at once. The last lasting administrator keeps theirs.
 * @throws AppError not_found, state.conflict when no lasting administrator would be left
 */
export const endRole = action(
  { name: 'identity.end_role', input: EndRole, may: canManagePeople },
  async (tx, input) => {
    await assertAnotherAdministrator(tx, (grant) => grant.id === input.grant);
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
