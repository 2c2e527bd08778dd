import { communesUnder, pathOf } from '#domain/areas/queries';
import { checkPaper } from '#domain/papers/actions';
import { canEditPaperTypes } from '#domain/papers/policy';
import { listPapers } from '#domain/papers/queries';
import { PaperFilter } from '#domain/papers/schema';
import { paperTypes } from '#domain/papers/types';
import { producerNames } from '#domain/producers/queries';
import { m } from '#paraglide/messages';
import { submit } from '#ui/form.ts';
import { listBy } from '#ui/list.ts';
import { behalfMarks } from '../../behalf/marks.ts';
import { decideEach, reasonOf } from '../bulk.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const [communes, types] = await Promise.all([communesUnder(ctx, [ctx.runtime.config.area]), paperTypes(ctx)]);
  const list = await listBy(event, PaperFilter, async ({ area, ...filter }) => {
    const found = await listPapers(ctx, { ...filter, area: area && ((await pathOf(ctx, area)) ?? 'none') });
    const [owners, marks] = await Promise.all([
      producerNames(
        ctx,
        found.items.map(({ owner_id }) => owner_id),
      ),
      behalfMarks(
        ctx,
        found.items.map(({ id }) => id),
      ),
    ]);
    const items = found.items.map((row) => ({
      ...row,
      owner: owners[row.owner_id] ?? '',
      mark: marks[row.id] ?? null,
    }));
    return { items, hasNext: found.hasNext, page: filter.page };
  });
  return {
    ...list,
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
    types: types.map(({ code, name }) => ({ value: code, label: name })),
    editsTypes: canEditPaperTypes(ctx.actor),
  };
};

export const actions: Actions = {
  default: (event) =>
    submit(event, async (fields) => {
      const { ctx } = event.locals;
      const returns = fields.decision === 'send_back';
      const note = returns ? reasonOf(fields) : String(fields.reason ?? '');
      const done = returns ? m['office.bulk.sent_back']() : m['office.bulk.checked']();
      const verdict = returns ? 'wrong' : 'right';
      const outcomes = await decideEach(fields.rows, ctx.locale, done, ([id, version]) =>
        checkPaper(ctx, { id, version, verdict, note }),
      );
      return { outcomes };
    }),
};
