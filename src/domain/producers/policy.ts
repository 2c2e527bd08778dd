import type { Actor } from '#kernel/context';
import { barTo, holds, isOfficer, isOfficerOf, isProducer } from '#domain/identity/rules';

type Placed = { id: string; origin: string; area_path: string };

/** Officers of its area; what is quoted from a public source is nobody's to change. */
export const canEditProducer = (actor: Actor | null, producer: Placed): boolean => barTo(actor, producer) === null;

/** Personal data: officers of the area, the producer's own people, and auditors. Each reading is logged. */
export const canReadRepresentative = (actor: Actor | null, producer: Placed): boolean =>
  isOfficerOf(actor, producer.area_path) ||
  holds(actor, 'auditor') ||
  (actor?.grants.some((grant) => grant.organisation === producer.id) ?? false);

export const mayReadRepresentatives = (actor: Actor | null): boolean =>
  isOfficer(actor) || holds(actor, 'auditor', 'producer_owner', 'producer_member');

/** True for the producer's own people. */
export const isOwnOf = (actor: Actor | null, organisation: string | null): boolean =>
  organisation !== null && (actor?.grants.some((grant) => grant.organisation === organisation) ?? false);

/** Officers of its area, and the producer's own people about themselves. */
export const canSpeakFor = (actor: Actor | null, producer: Placed): boolean =>
  canEditProducer(actor, producer) || (producer.origin !== 'citation' && isOwnOf(actor, producer.id));

/** May this person ever speak for a producer? */
export const maySpeak = (actor: Actor | null): boolean => isOfficer(actor) || isProducer(actor);

export type FactBar = 'citation' | 'outside' | 'official' | 'checked';

/**
 * Why this person may not write a fact about its owner; null if they may. Officers write what is in their area; a
 * producer what concerns itself, but for what only officials decide, and what one has checked (that is proposed).
 */
export function barToFact(
  actor: Actor | null,
  owner: { origin: string; area_path: string; organisation: string | null },
  kind: { isOfficial?: true },
  fact?: { checked: boolean },
): FactBar | null {
  if (owner.origin === 'citation') return 'citation';
  if (isOfficerOf(actor, owner.area_path)) return null;
  if (!isOwnOf(actor, owner.organisation)) return 'outside';
  if (kind.isOfficial) return 'official';
  return fact?.checked ? 'checked' : null;
}

/** True for auditors, who read everything and write nothing. */
export const canAudit = (actor: Actor | null): boolean => holds(actor, 'auditor');

type Application = { person_id: string; area_path: string };

/** Officers of the commune decide, nobody about what they sent themselves. */
export const canDecideApplication = (actor: Actor | null, { person_id, area_path }: Application): boolean =>
  isOfficerOf(actor, area_path) && actor?.id !== person_id;

/** Whoever sent it, and who decides. */
export const canReadApplication = (actor: Actor | null, application: Application): boolean =>
  actor?.id === application.person_id || canDecideApplication(actor, application);
