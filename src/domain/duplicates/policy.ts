import type { Actor } from '#kernel/context';
import { canEditProducer } from '#domain/producers/policy';

/** Officers whose area covers both. */
export const canMergeTwo = (actor: Actor | null, a: Placed, b: Placed): boolean =>
  canEditProducer(actor, a) && canEditProducer(actor, b);

type Placed = { id: string; origin: string; area_path: string };
