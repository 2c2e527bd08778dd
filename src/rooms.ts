import { loadAreas } from '#domain/areas/load';
import { loadSheets } from '#domain/criteria/versions';
import type { Reaction } from '#kernel/jobs';
import { relistProducts } from '#domain/products/reactions';
import type { Db } from '#kernel/db';

/** Every room wired in, one line each: what it reacts to, and the official data that it loads. */
export const reactions: Record<string, Reaction> = {
  'products.relist': relistProducts,
};

/** Official data that every installation has (areas, criteria): loaded when it is missing or has changed. */
export const references: ((db: Db) => Promise<unknown>)[] = [loadAreas, loadSheets];
