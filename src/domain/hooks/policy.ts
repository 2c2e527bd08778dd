import { holds } from '#domain/identity/rules';
import type { Actor } from '#kernel/context';

/** Whom the installation tells is its administrators' to say. */
export const canManageHooks = (actor: Actor | null): boolean => holds(actor, 'administrator');
