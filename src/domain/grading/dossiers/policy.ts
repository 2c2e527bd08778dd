import { covers } from '#domain/areas/rules';
import { holds, isOfficerOf } from '#domain/identity/rules';
import { canAudit, isOwnOf } from '#domain/producers/policy';
import type { Actor } from '#kernel/context';
import type { Level, Status } from './rules.ts';

/** What a dossier shows of itself to whoever decides who may do what. */
export type Owned = { producer_id: string; area_path: string; level: Level; status: Status };

const at = (actor: Actor | null, path: string, ...roles: string[]): boolean =>
  !!actor &&
  (!!actor.system ||
    actor.grants.some(({ role, area }) => roles.includes(role) && area !== null && covers(area, path)));

/** The province's or the ministry's OCOP office, whose area covers the place. */
export const isOfProvince = (actor: Actor | null, path: string): boolean =>
  at(actor, path, 'province_officer', 'administrator');
export const isOfMinistry = (actor: Actor | null): boolean => at(actor, 'VN', 'ministry_officer');

/** The desk that has the dossier now: the commune, then the province, then the ministry. */
export function isOfDesk(actor: Actor | null, { level, area_path }: Pick<Owned, 'level' | 'area_path'>): boolean {
  if (level === 'ministry') return isOfMinistry(actor);
  if (level === 'province') return isOfProvince(actor, area_path);
  return at(actor, area_path, 'commune_officer', 'province_officer', 'administrator');
}

/**
 * Its producer's people; officers of its place, once it is filed or while they help at the counter; auditors and
 * inspectors. Members of a council see it in their own room, and only once they have declared.
 */
export const canSeeDossier = (actor: Actor | null, dossier: Pick<Owned, 'producer_id' | 'area_path'>): boolean =>
  isOwnOf(actor, dossier.producer_id) ||
  isOfficerOf(actor, dossier.area_path) ||
  at(actor, dossier.area_path, 'council_secretary', 'inspector') ||
  canAudit(actor);

/** A draft is written by its producer's people, and by the officers who help at the counter (article 6.1). */
export const canWriteDossier = (actor: Actor | null, dossier: Owned): boolean =>
  dossier.status === 'draft' && (isOwnOf(actor, dossier.producer_id) || isOfficerOf(actor, dossier.area_path));

/** Who may open, file and take back dossiers somewhere. */
export const mayWriteDossiers = (actor: Actor | null): boolean =>
  holds(actor, 'producer_owner', 'producer_member', 'commune_officer', 'province_officer', 'administrator');

export const mayWorkDesk = (actor: Actor | null): boolean =>
  holds(actor, 'commune_officer', 'province_officer', 'ministry_officer', 'administrator');

/** The paths of the offices that this person works in, reads for, or audits: their lists begin there. */
export const officeScopes = (actor: Actor | null): string[] =>
  actor?.system
    ? ['VN']
    : (actor?.grants ?? []).flatMap(({ role, area }) =>
        area && ['province_officer', 'administrator', 'council_secretary', 'ministry_officer', 'auditor'].includes(role)
          ? [area]
          : [],
      );

/** The places that this person audits. */
export const auditScopes = (actor: Actor | null): string[] =>
  (actor?.grants ?? []).flatMap(({ role, area }) => (area && role === 'auditor' ? [area] : []));

/** The provinces whose OCOP office this person works in. */
export const provinceScopes = (actor: Actor | null): string[] =>
  actor?.system
    ? ['VN']
    : (actor?.grants ?? []).flatMap(({ role, area }) =>
        area && ['province_officer', 'administrator'].includes(role) ? [area] : [],
      );
