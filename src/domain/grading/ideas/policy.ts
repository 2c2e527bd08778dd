import { isOfficer, isOfficerOf, isProducer } from '#domain/identity/rules';
import { canAudit, isOwnOf } from '#domain/producers/policy';
import type { Actor } from '#kernel/context';

type Owned = { producer_id: string; area_path: string; submitted_at: Date | null };

/** Its producer's people write it. */
export const canWriteIdea = (actor: Actor | null, idea: Pick<Owned, 'producer_id'>): boolean =>
  isOwnOf(actor, idea.producer_id);

/** Officers of the commune where it is to be made, and of the levels above it. */
export const canDecideIdea = (actor: Actor | null, idea: Pick<Owned, 'area_path'>): boolean =>
  isOfficerOf(actor, idea.area_path);

/** A draft is its producer's alone until it is sent the first time. */
export const canSeeIdea = (actor: Actor | null, idea: Owned): boolean =>
  canWriteIdea(actor, idea) || (idea.submitted_at !== null && (canDecideIdea(actor, idea) || canAudit(actor)));

export const mayWriteIdeas = isProducer;
export const mayDecideIdeas = isOfficer;
/** Who reads the office's list. */
export const maySeeIdeas = (actor: Actor | null): boolean => isOfficer(actor) || canAudit(actor);
