import { inTransaction } from '#kernel/action';
import type { Reaction } from '#kernel/jobs';
import { openStates } from './rules.ts';

/**
 * Whoever corrects or takes back what was entered on a producer's behalf speaks last: the entry before it waits no more.
 * Ids count up in time, so the entry that goes with this very event is not meant.
 */
export const overtakeEntries: Reaction = {
  hears: [
    'fact.corrected',
    'fact.ended',
    'fact.taken_back',
    'paper.corrected',
    'paper.taken_back',
    'proposal.withdrawn',
  ],
  react: (ctx, { event, data }) =>
    inTransaction(ctx, async (tx) => {
      const thing = data.fact ?? data.paper ?? data.proposal;
      await tx.db
        .updateTable('behalf.entry')
        .set((eb) => ({ state: 'overtaken', version: eb('version', '+', 1), changed_by: null, changed_at: tx.now }))
        .where('thing_id', '=', String(thing))
        .where('state', 'in', openStates)
        .where('id', '<', event)
        .execute();
    }),
};
