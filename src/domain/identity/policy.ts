import { covers } from '#domain/areas/rules';
import type { Actor } from '#kernel/context';
import { holds, isOfficer, type Role, roles } from './rules.ts';

/** A person of flesh and blood, signed in: changes how they themselves sign in. */
export const isPerson = (actor: Actor | null): boolean => !!actor && !actor.system;

/** Which roles the holder of a role gives, each within the area of their own; nobody gives one to themselves. */
const gives: Partial<Record<Role, readonly Role[]>> = {
  administrator: roles,
  ministry_officer: ['province_officer'],
  province_officer: [
    'commune_officer',
    'council_member',
    'council_secretary',
    'trade_officer',
    'inspector',
    'producer_owner',
    'producer_member',
  ],
  commune_officer: ['producer_owner', 'producer_member'],
};

/** The roles that this person gives somewhere, in the order of all roles. */
export const rolesToGive = (actor: Actor | null): Role[] =>
  roles.filter((role) => !!actor?.system || !!actor?.grants.some((held) => gives[held.role as Role]?.includes(role)));

/** True for whoever gives any role. */
export const givesRoles = (actor: Actor | null): boolean => rolesToGive(actor).length > 0;

type Reach = { role: string; reach: string };

/** True if the person may end this role, and gives it to others. `reach` is the path of its area, or of its producer's. */
export const canEndRole = (actor: Actor | null, { role, reach }: Reach): boolean =>
  !!actor?.system ||
  !!actor?.grants.some(
    (held) => gives[held.role as Role]?.includes(role as Role) && held.area !== null && covers(held.area, reach),
  );

/** True if the person may give this role to somebody. */
export const canGiveRole = (actor: Actor | null, role: Reach, to: string): boolean =>
  canEndRole(actor, role) && actor?.id !== to;

/** Who stands above whom where a password is set anew: only ever somebody below. */
const ranks: Record<Role, number> = {
  producer_member: 1,
  producer_owner: 1,
  commune_officer: 2,
  council_member: 2,
  council_secretary: 2,
  trade_officer: 2,
  inspector: 2,
  province_officer: 3,
  ministry_officer: 4,
  auditor: 4,
  administrator: 5,
};

/**
 * True if an officer may hand this person a code or a link that sets the password: everything that the person holds
 * lies in the officer's area and below the officer's rank. Whoever has no role yet is helped by every officer.
 */
export function canHelp(actor: Actor | null, person: { id: string; held: readonly Reach[] }): boolean {
  if (!isOfficer(actor) || actor?.id === person.id) return false;
  if (actor?.system) return true;
  const highest = Math.max(0, ...person.held.map(({ role }) => ranks[role as Role]));
  return person.held.every(({ reach }) =>
    actor?.grants.some(
      (own) =>
        own.area !== null &&
        isOfficer({ ...actor, grants: [own] }) &&
        ranks[own.role as Role] > highest &&
        covers(own.area, reach),
    ),
  );
}

/** Accounts are closed and opened again by an administrator. */
export const canManagePeople = (actor: Actor | null): boolean => holds(actor, 'administrator');

/** People are seen by whoever answers for the area of their roles, and by auditors. */
export const canSeePeople = (actor: Actor | null): boolean => isOfficer(actor) || holds(actor, 'auditor');

/** The log is read by whoever answers for an area, and whole by auditors and administrators. */
export const canSeeLog = (actor: Actor | null): boolean =>
  holds(actor, 'administrator', 'auditor', 'ministry_officer', 'province_officer', 'commune_officer');
