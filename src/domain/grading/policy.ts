import type { Actor } from '#kernel/context';
import { isOfficerOf } from '#domain/identity/rules';
import { canAudit, isOwnOf } from '#domain/producers/policy';

type Assessed = { producer_id: string | null; area_path: string };

/** A self-assessment is the producer's own word: its people alone write it. */
export const canAssess = (actor: Actor | null, product: Assessed): boolean => isOwnOf(actor, product.producer_id);

/** Read by the producer's people, by officers of its area, and by auditors. */
export const canReadAssessment = (actor: Actor | null, product: Assessed): boolean =>
  canAssess(actor, product) || isOfficerOf(actor, product.area_path) || canAudit(actor);
