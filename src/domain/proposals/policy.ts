import type { Actor } from '#kernel/context';
import { isOfficerOf } from '#domain/identity/rules';
import { canAudit, isOwnOf } from '#domain/producers/policy';

type Placed = { producer_id: string; area_path: string };

/** Officers of the area decide; nobody decides what they proposed themselves, whatever roles they hold. */
export const canDecide = (actor: Actor | null, proposal: Placed & { proposed_by: string | null }): boolean =>
  isOfficerOf(actor, proposal.area_path) && proposal.proposed_by !== actor?.id;

/** The producer's own people answer and withdraw. */
export const canAnswer = (actor: Actor | null, proposal: Placed): boolean => isOwnOf(actor, proposal.producer_id);

export const canReadProposal = (actor: Actor | null, proposal: Placed): boolean =>
  canAnswer(actor, proposal) || isOfficerOf(actor, proposal.area_path) || canAudit(actor);
