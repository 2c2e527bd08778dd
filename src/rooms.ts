import { loadAreas } from '#domain/areas/load';
import { criteriaHolder } from '#domain/criteria/personal';
import { loadSheets } from '#domain/criteria/versions';
import { identityHolder } from '#domain/identity/personal';
import { sweepSessions } from '#domain/identity/reactions';
import { producersHolder } from '#domain/producers/personal';
import { findDuplicates } from '#domain/duplicates/reactions';
import { sweepImports } from '#domain/imports/actions';
import { readUpload } from '#domain/imports/reactions';
import { relistProducts, renewPlaces } from '#domain/products/reactions';
import type { Db } from '#kernel/db';
import { filesHolder } from '#kernel/files/holder';
import { sweepFiles } from '#kernel/files/sweep';
import type { Chore, Reaction } from '#kernel/jobs';
import { sweepLimits } from '#kernel/limits';
import type { Holder } from '#kernel/personal';
import { sealLog } from '#kernel/seal';

/** Every room wired in, one line each: what it reacts to, what it does by the clock, and the official data that it loads. */
export const reactions: Record<string, Reaction> = {
  'products.relist': relistProducts,
  'imports.read': readUpload,
};

export const chores: Record<string, Chore> = {
  'kernel.seal_log': { cron: '* * * * *', run: sealLog },
  'kernel.sweep_limits': { cron: '10 * * * *', run: sweepLimits },
  'kernel.sweep_files': { cron: '40 2 * * *', run: sweepFiles },
  'identity.sweep_sessions': { cron: '20 2 * * *', run: sweepSessions },
  'imports.sweep': { cron: '40 2 * * *', run: sweepImports },
  'duplicates.find': { cron: '*/5 * * * *', run: findDuplicates },
  'products.renew_places': { cron: '30 2 * * *', run: renewPlaces },
};

/** Official data that every installation has (areas, criteria): loaded when it is missing or has changed. */
export const references: ((db: Db) => Promise<unknown>)[] = [loadAreas, loadSheets];

/** What each room holds about a person: asked in this order, and made to forget in the opposite one, the account last. */
export const holders: Record<string, Holder> = {
  identity: identityHolder,
  files: filesHolder,
  producers: producersHolder,
  criteria: criteriaHolder,
};
