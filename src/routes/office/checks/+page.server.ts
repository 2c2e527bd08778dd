import { communesUnder, pathOf } from '#domain/areas/queries';
import { isOfficer } from '#domain/identity/rules';
import { CheckFilter, checkedKinds } from '#domain/proposals/schema';
import { sendBackFact } from '#domain/proposals/sent-back';
import { uncheckedFacts } from '#domain/proposals/unchecked';
import { AppError } from '#kernel/errors';
import { m } from '#paraglide/messages';
import { instant } from '#ui/format.ts';
import { submit } from '#ui/form.ts';
import { listBy } from '#ui/list.ts';
import { behalfMarks } from '../../behalf/marks.ts';
import { kindName } from '../../facts/fields.ts';
import { roomOfKind } from '../../facts/registry.ts';
import { decideEach, reasonOf } from '../bulk.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Facts that producers said of themselves and nobody has checked, the oldest first. */
export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  const list = await listBy(event, CheckFilter, async ({ area, ...filter }) => {
    const found = await uncheckedFacts(ctx, { ...filter, area: area && ((await pathOf(ctx, area)) ?? 'none') });
    const marks = await behalfMarks(
      ctx,
      found.items.map(({ id }) => id),
    );
    const items = found.items.map((row) => ({
      ...row,
      title: kindName(row.kind),
      at: instant(row.recorded_at, ctx.locale),
      mark: marks[row.id] ?? null,
    }));
    return { items, hasNext: found.hasNext, page: filter.page };
  });
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  return {
    ...list,
    kinds: checkedKinds.map((value) => ({ value, label: kindName(value) })),
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
  };
};

export const actions: Actions = {
  default: (event) =>
    submit(event, async (fields) => {
      const { ctx } = event.locals;
      const returns = fields.decision === 'send_back';
      const reason = returns ? reasonOf(fields) : '';
      const done = returns ? m['office.bulk.sent_back']() : m['office.bulk.checked']();
      const outcomes = await decideEach(fields.rows, ctx.locale, done, async ([kind = '', id = '', version = '']) =>
        returns ? sendBackFact(ctx, { kind, id, version, reason }) : roomOfKind(kind).check(ctx, { kind, id, version }),
      );
      return { outcomes };
    }),
};
