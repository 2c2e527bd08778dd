import { covers } from '#domain/areas/rules';
import { isOfMinistry } from '#domain/grading/dossiers/policy';
import { holds, isStaff } from '#domain/identity/rules';
import type { Actor } from '#kernel/context';

type Placed = { level: string; area_path: string };

const keepers = ['council_secretary', 'province_officer', 'administrator'];

/** Who keeps a council's papers: its secretary and the OCOP office of its level. They see who has scored, never what, before a scoring is settled. */
export const canKeep = (actor: Actor | null, { level, area_path }: Placed): boolean =>
  !!actor?.system ||
  (level === 'ministry'
    ? isOfMinistry(actor)
    : !!actor?.grants.some(({ role, area }) => keepers.includes(role) && area !== null && covers(area, area_path)));

export const mayKeep = (actor: Actor | null): boolean =>
  holds(actor, 'council_secretary', 'province_officer', 'ministry_officer', 'administrator');

/** Councils are made up by the office of the level, by decision. */
export const mayMakeUp = (actor: Actor | null): boolean =>
  holds(actor, 'province_officer', 'ministry_officer', 'administrator');

/** Anybody who works in an office may hold a seat; the seat itself is looked up. */
export const maySit = isStaff;

/** The paths whose councils this person keeps. */
export const keptScopes = (actor: Actor | null): string[] =>
  actor?.system
    ? ['VN']
    : (actor?.grants ?? []).flatMap(({ role, area }) =>
        area && (keepers.includes(role) || role === 'ministry_officer') ? [area] : [],
      );
