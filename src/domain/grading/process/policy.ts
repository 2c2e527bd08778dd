import { covers } from '#domain/areas/rules';
import { holds, isStaff } from '#domain/identity/rules';
import type { Actor } from '#kernel/context';
import { country } from './rules.ts';

const reaches = (actor: Actor | null, path: string, ...roles: string[]): boolean =>
  !!actor &&
  (!!actor.system ||
    actor.grants.some(({ role, area }) => roles.includes(role) && area !== null && covers(area, path)));

/** Rounds, council rules and the cycle of a province are its OCOP office's to set; those of the country the ministry's. */
export const canSetProcess = (actor: Actor | null, area: string): boolean =>
  area === country
    ? reaches(actor, country, 'ministry_officer')
    : reaches(actor, area, 'province_officer', 'administrator');

export const maySetProcess = (actor: Actor | null): boolean =>
  holds(actor, 'province_officer', 'ministry_officer', 'administrator');

/** Everybody who works in the office reads how grading goes. */
export const canSeeProcess = isStaff;
