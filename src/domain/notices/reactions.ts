import { inTransaction } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import type { Reaction } from '#kernel/jobs';
import { give } from './give.ts';
import { tellingsOf, toldOf } from './tellings.ts';

/** What happened anywhere is told to whom it concerns. */
export const tellPeople: Reaction = {
  hears: toldOf,
  isFrequent: true,
  react: async (ctx, heard) => {
    const tellings = await tellingsOf(ctx, heard);
    if (tellings.length) await inTransaction(ctx, (tx) => give(tx, tellings));
  },
};

/** Longer than the longest lead and what is told after an end together: nothing that was swept is told again. */
const keptDays = 1100;

/** Deletes notices of years ago, with their mails: who was told of what is not kept for ever. */
export const sweepNotices = (ctx: Ctx): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const before = new Date(tx.now.getTime() - keptDays * 86_400_000);
    await tx.db.deleteFrom('notices.notice').where('made_at', '<', before).execute();
  });
