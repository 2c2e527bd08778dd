import type { Actor } from '#kernel/context';
import { barTo, holds, isOfficer, isOfficerOf } from '#domain/identity/rules';

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
