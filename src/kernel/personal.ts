import type { Ctx, Tx } from './context.ts';

/**
 * What one room holds about a person, and what of it can be forgotten. The composition root collects one of each room,
 * so that whoever answers a person asks every room and knows none.
 */
export type Holder = {
  /** Everything held about the person, by the name of what it is; nothing: an empty object. */
  held(ctx: Ctx | Tx, person: string): Promise<Record<string, unknown>>;
  /** Forgets what the law does not demand to keep; @returns message keys of what stays, and why. */
  erase(tx: Tx, person: string): Promise<string[]>;
};
