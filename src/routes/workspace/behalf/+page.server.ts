import { confirmEntry, disputeEntry } from '#domain/behalf/actions';
import { makeCode } from '#domain/behalf/codes';
import { entriesToAnswer } from '#domain/behalf/queries';
import { producerNames } from '#domain/producers/queries';
import { instant } from '#ui/format.ts';
import { save, submit } from '#ui/form.ts';
import { shownEntries } from '../../behalf/entries.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** What officers entered for this person's producers, for their word; and the code that is read out at the counter. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const own = [...new Set((ctx.actor?.grants ?? []).flatMap(({ organisation }) => organisation ?? []))];
  const [entries, names] = await Promise.all([entriesToAnswer(ctx), producerNames(ctx, own)]);
  return {
    entries: await shownEntries(ctx, entries),
    producers: own.map((id) => ({ id, name: names[id] ?? '' })),
  };
};

export const actions: Actions = {
  confirm: (event) =>
    save(event, async (fields) => {
      await confirmEntry(event.locals.ctx, fields);
      return '/workspace/behalf';
    }),
  dispute: (event) =>
    save(event, async (fields) => {
      await disputeEntry(event.locals.ctx, fields);
      return '/workspace/behalf';
    }),
  /** Shown in this one answer and kept nowhere. */
  code: (event) =>
    submit(event, async (fields) => {
      const { code, until } = await makeCode(event.locals.ctx, fields);
      return { code, until: instant(until, event.locals.ctx.locale), of: String(fields.producer) };
    }),
};
