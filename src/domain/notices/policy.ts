import type { Actor } from '#kernel/context';
import { holds } from '#domain/identity/rules';

/** Whoever has an account reads their own notices and says how they want to be told. */
export const hasNotices = (actor: Actor | null): boolean => !!actor && !actor.system;

/** The outbox holds what everybody is told: an administrator's to read. */
export const canSeeOutbox = (actor: Actor | null): boolean => holds(actor, 'administrator');
