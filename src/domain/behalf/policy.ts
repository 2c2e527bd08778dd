import { isOfficer, isOfficerOf } from '#domain/identity/rules';
import { isOwnOf } from '#domain/producers/policy';
import type { Actor } from '#kernel/context';

/** An officer of flesh and blood: the product itself has nobody at its counter. */
export const mayHelp = (actor: Actor | null): boolean => isOfficer(actor) && !actor?.system;

/** Officers of the producer's area enter on its behalf; for what is quoted from a public source nobody speaks. */
export const canSpeakOnBehalf = (actor: Actor | null, producer: { origin: string; area_path: string }): boolean =>
  mayHelp(actor) && producer.origin !== 'citation' && isOfficerOf(actor, producer.area_path);

type Entry = { producer_id: string; entered_by: string | null };

/** The producer's own people answer; never whoever typed it, whatever else they are. */
export const canAnswerEntry = (actor: Actor | null, entry: Entry): boolean =>
  isOwnOf(actor, entry.producer_id) && actor?.id !== entry.entered_by;

/**
 * The officer with the producer's voice and nothing else: what the producer may not do, nobody does on its behalf; and
 * what is entered so is as unchecked as if the producer had typed it.
 */
export const voiceOf = (actor: Actor, producer: string): Actor => ({
  id: actor.id,
  name: actor.name,
  grants: [{ role: 'producer_owner', area: null, organisation: producer }],
});
