import { covers } from '#domain/areas/rules';
import { isOfOffice } from '#domain/grading/decisions/policy';
import { holds } from '#domain/identity/rules';
import type { Actor } from '#kernel/context';

type Placed = { level: string; area_path: string };

/** Inspectors of the place, and the office of the level (article 9.3). */
export const canInspect = (actor: Actor | null, at: Placed): boolean =>
  isOfOffice(actor, at) ||
  (at.level === 'province' &&
    !!actor?.grants.some(({ role, area }) => role === 'inspector' && area !== null && covers(area, at.area_path)));

export const mayInspect = (actor: Actor | null): boolean =>
  holds(actor, 'inspector', 'province_officer', 'ministry_officer', 'administrator');

/** The commune confirms that production has stopped (article 8.4); the office opens every other case. */
export const canOpenCase = (actor: Actor | null, at: Placed, ground: string): boolean =>
  canInspect(actor, at) ||
  (ground === 'đ' &&
    !!actor?.grants.some(
      ({ role, area }) => role === 'commune_officer' && area !== null && covers(area, at.area_path),
    ));

export const mayOpenCase = (actor: Actor | null): boolean => mayInspect(actor) || holds(actor, 'commune_officer');
