import { holds } from '#domain/identity/rules';
import type { Actor } from '#kernel/context';

/** Wording is replaced by whoever operates the system. */
export const canImportSheets = (actor: Actor | null): boolean => holds(actor, 'administrator');

/** Comparing with the signed text is an official's act, under their name. */
export const canCompareSheets = (actor: Actor | null): boolean =>
  holds(actor, 'province_officer', 'ministry_officer', 'administrator');
