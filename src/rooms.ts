import { loadAreas } from '#domain/areas/load';
import { loadSheets } from '#domain/criteria/versions';
import { sweepSessions } from '#domain/identity/reactions';
import { sweepImports } from '#domain/imports/actions';
import { readUpload } from '#domain/imports/reactions';
import { relistProducts, renewPlaces } from '#domain/products/reactions';
import type { Db } from '#kernel/db';
import type { Chore, Reaction } from '#kernel/jobs';
import { sweepLimits } from '#kernel/limits';

/** Every room wired in, one line each: what it reacts to, what it does by the clock, and the official data that it loads. */
export const reactions: Record<string, Reaction> = {
  'products.relist': relistProducts,
  'imports.read': readUpload,
};

export const chores: Record<string, Chore> = {
  'kernel.sweep_limits': { cron: '10 * * * *', run: sweepLimits },
  'identity.sweep_sessions': { cron: '20 2 * * *', run: sweepSessions },
  'imports.sweep': { cron: '40 2 * * *', run: sweepImports },
  'products.renew_places': { cron: '30 2 * * *', run: renewPlaces },
};

/** Official data that every installation has (areas, criteria): loaded when it is missing or has changed. */
export const references: ((db: Db) => Promise<unknown>)[] = [loadAreas, loadSheets];
