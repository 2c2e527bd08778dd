import type { Actor } from '#kernel/context';
import { holds } from '#domain/identity/rules';

/** Settings hold for the whole installation. */
export const canChangeSettings = (actor: Actor | null): boolean => holds(actor, 'administrator');
