import type { Actor } from '#kernel/context';
import { barTo } from '#domain/identity/rules';

/** Officers of the place of production; what is quoted from a public source is nobody's to change. */
export const canEditProduct = (actor: Actor | null, product: { origin: string; area_path: string }): boolean =>
  barTo(actor, product) === null;
