import type { Actor } from '#kernel/context';
import { holds } from './rules.ts';

/** Whoever has an account changes how they themselves sign in. */
export const isPerson = (actor: Actor | null): boolean => !!actor && !actor.system;

/** People and their roles are an administrator's to change. */
export const canManagePeople = (actor: Actor | null): boolean => holds(actor, 'administrator');

/** The list of people is read by whoever answers for them, and by auditors. */
export const canSeePeople = (actor: Actor | null): boolean =>
  holds(actor, 'administrator', 'province_officer', 'auditor');

/** The log is read by whoever answers for an area, and whole by auditors and administrators. */
export const canSeeLog = (actor: Actor | null): boolean =>
  holds(actor, 'administrator', 'auditor', 'ministry_officer', 'province_officer', 'commune_officer');
