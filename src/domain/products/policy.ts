import type { Actor } from '#kernel/context';
import { barTo } from '#domain/identity/rules';
import { isOwnOf } from '#domain/producers/policy';

/** Officers of the place of production; what is quoted from a public source is nobody's to change. */
export const canEditProduct = (actor: Actor | null, product: { origin: string; area_path: string }): boolean =>
  barTo(actor, product) === null;

/** Officers, and the producer's own people: what it says of its own product. */
export const canDescribe = (
  actor: Actor | null,
  product: { origin: string; area_path: string; producer_id: string | null },
): boolean => canEditProduct(actor, product) || (product.origin !== 'citation' && isOwnOf(actor, product.producer_id));
