import { mayHelp } from '#domain/behalf/policy';
import { openEntries } from '#domain/behalf/queries';
import { AppError } from '#kernel/errors';
import { instant } from '#ui/format.ts';
import { entryTitle } from '../../behalf/entries.ts';
import { daysSince } from '../clocks.ts';
import type { PageServerLoad } from './$types.js';

/** What was entered on behalf of producers of this officer's area and waits: what they called wrong first. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  if (!mayHelp(ctx.actor)) throw new AppError('refused');
  const entries = await openEntries(ctx);
  return {
    entries: entries.map((entry) => ({
      id: entry.id,
      producer_id: entry.producer_id,
      producer: entry.producer,
      title: entryTitle(entry),
      state: entry.state,
      words: entry.words,
      by: entry.entered_by_name ?? 'OpenOCOP',
      at: instant(entry.entered_at, ctx.locale),
      days: daysSince(ctx, entry.entered_at),
    })),
  };
};
