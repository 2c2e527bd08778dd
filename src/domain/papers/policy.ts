import { holds, isOfficer, isOfficerOf, roles, scopes } from '#domain/identity/rules';
import { covers } from '#domain/areas/rules';
import type { Actor } from '#kernel/context';

/** Whose a paper is: the producer, and the place whose officers answer for it. */
export type Owned = { organisation_id: string; area_path: string };

const staff: readonly string[] = roles.filter((role) => scopes[role] !== 'organisation');

/** Where this person may see papers: areas of the roles of staff, and their own organisations. */
export function reachOf(actor: Actor | null): { areas: string[]; organisations: string[] } {
  if (actor?.system) return { areas: ['VN'], organisations: [] };
  const grants = actor?.grants ?? [];
  return {
    areas: grants.flatMap(({ role, area }) => (area && staff.includes(role) ? [area] : [])),
    organisations: grants.flatMap(({ organisation }) => organisation ?? []),
  };
}

const belongsTo = (actor: Actor | null, organisation: string): boolean =>
  actor?.grants.some((grant) => grant.organisation === organisation) ?? false;

/** Staff of the place, and the producer's own people. */
export const canSeePapers = (actor: Actor | null, owner: Owned): boolean =>
  belongsTo(actor, owner.organisation_id) || reachOf(actor).areas.some((area) => covers(area, owner.area_path));

/** Officers of the place, and the producer's own people; theirs wait for an officer's check. */
export const canDepositPaper = (actor: Actor | null, owner: Owned): boolean =>
  isOfficerOf(actor, owner.area_path) || belongsTo(actor, owner.organisation_id);

export const mayDepositPapers = (actor: Actor | null): boolean =>
  isOfficer(actor) || holds(actor, 'producer_owner', 'producer_member');

/** Officers of the place say whether a paper agrees with what was handed in. */
export const canCheckPaper = (actor: Actor | null, owner: Owned): boolean => isOfficerOf(actor, owner.area_path);

/** A paper that an officer found right is an officer's to take back; until then its own people may, too. */
export const canTakeBackPaper = (actor: Actor | null, paper: Owned & { verdict: string | null }): boolean =>
  isOfficerOf(actor, paper.area_path) || (paper.verdict !== 'right' && belongsTo(actor, paper.organisation_id));

/** Lives and warning leads hold for the whole installation. */
export const canEditPaperTypes = (actor: Actor | null): boolean => holds(actor, 'administrator');
