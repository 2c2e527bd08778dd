import { loadAreas } from '#domain/areas/load';
import { behalfHolder } from '#domain/behalf/personal';
import { overtakeEntries } from '#domain/behalf/reactions';
import { criteriaHolder } from '#domain/criteria/personal';
import { loadSheets } from '#domain/criteria/versions';
import { dossiersHolder } from '#domain/grading/dossiers/personal';
import { gradingHolder } from '#domain/grading/personal';
import { identityHolder } from '#domain/identity/personal';
import { sweepSessions } from '#domain/identity/reactions';
import { papersHolder } from '#domain/papers/personal';
import { producersHolder } from '#domain/producers/personal';
import { importsHolder } from '#domain/imports/personal';
import { findDuplicates } from '#domain/duplicates/reactions';
import { sweepImports } from '#domain/imports/actions';
import { enterConfirmed, resumeImports } from '#domain/imports/entering';
import { readUpload } from '#domain/imports/reactions';
import { sendDueHooks, sendHook, sweepHooks, tellHooks } from '#domain/hooks/reactions';
import { tellAhead } from '#domain/notices/ahead';
import { sendDue, sendNotice } from '#domain/notices/mails';
import { noticesHolder } from '#domain/notices/personal';
import { sweepNotices, tellPeople } from '#domain/notices/reactions';
import { proposalsHolder } from '#domain/proposals/personal';
import { relistProducts, renewPlaces } from '#domain/products/reactions';
import type { Db } from '#kernel/db';
import { loadHolidays } from '#kernel/holidays';
import { filesHolder } from '#kernel/files/holder';
import { sweepFiles } from '#kernel/files/sweep';
import type { Chore, Errand, Reaction } from '#kernel/jobs';
import { sweepLimits } from '#kernel/limits';
import type { Holder } from '#kernel/personal';
import { sealLog } from '#kernel/seal';

/** Every room wired in, one line each: what it reacts to, what its writes ask to be done after them, what it does by the clock, and the official data that it loads. */
export const reactions: Record<string, Reaction> = {
  'products.relist': relistProducts,
  'behalf.overtake': overtakeEntries,
  'imports.read': readUpload,
  'imports.enter': enterConfirmed,
  'hooks.tell': tellHooks,
  'notices.tell': tellPeople,
};

export const errands: Record<string, Errand> = {
  'hooks.send': sendHook,
  'notices.send': sendNotice,
};

export const chores: Record<string, Chore> = {
  'kernel.seal_log': { cron: '* * * * *', run: sealLog },
  'kernel.sweep_limits': { cron: '10 * * * *', run: sweepLimits },
  'kernel.sweep_files': { cron: '40 2 * * *', run: sweepFiles },
  'identity.sweep_sessions': { cron: '20 2 * * *', run: sweepSessions },
  'imports.resume': { cron: '* * * * *', run: resumeImports },
  'imports.sweep': { cron: '40 2 * * *', run: sweepImports },
  'duplicates.find': { cron: '*/5 * * * *', run: findDuplicates },
  'products.renew_places': { cron: '30 2 * * *', run: renewPlaces },
  'hooks.send_due': { cron: '*/2 * * * *', run: sendDueHooks },
  'hooks.sweep': { cron: '30 3 * * *', run: sweepHooks },
  'notices.ahead': { cron: '10 6 * * *', run: async (ctx) => void (await tellAhead(ctx)) },
  'notices.send_due': { cron: '*/2 * * * *', run: sendDue },
  'notices.sweep': { cron: '50 2 * * *', run: sweepNotices },
};

/** Official data that every installation has (areas, criteria, days off): loaded when it is missing or has changed. */
export const references: ((db: Db) => Promise<unknown>)[] = [loadAreas, loadSheets, loadHolidays];

/** What each room holds about a person: asked in this order, and made to forget in the opposite one, the account last. */
export const holders: Record<string, Holder> = {
  identity: identityHolder,
  files: filesHolder,
  papers: papersHolder,
  producers: producersHolder,
  criteria: criteriaHolder,
  grading: gradingHolder,
  dossiers: dossiersHolder,
  proposals: proposalsHolder,
  behalf: behalfHolder,
  imports: importsHolder,
  notices: noticesHolder,
};
