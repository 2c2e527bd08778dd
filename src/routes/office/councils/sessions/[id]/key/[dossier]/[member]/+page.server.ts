import { declareOnPaper, keySheet } from '#domain/grading/councils/keyed';
import { sessionById } from '#domain/grading/councils/queries';
import { paperOf, sheetToKey } from '#domain/grading/councils/room';
import { conflictGrounds } from '#domain/grading/councils/rules';
import { AppError } from '#kernel/errors';
import { sentence } from '#kernel/sentences';
import { save } from '#ui/form.ts';
import { sheetForm, toldBy } from '../../../../../../../council/told.ts';
import type { Actions, PageServerLoad } from './$types.js';

const noneFiled = { fields: {}, evidence: [] };

export const load: PageServerLoad = async ({ locals: { ctx }, params: { id, dossier, member } }) => {
  const { members, agenda_items } = await sessionById(ctx, id);
  const item = agenda_items.find(({ dossier_id }) => dossier_id === dossier);
  const seat = members.find((one) => one.id === member);
  if (!item || !seat) throw new AppError('not_found');
  return {
    session: id,
    product: item.product,
    member: seat.name,
    onPaper: !seat.person_id,
    paper: await paperOf(ctx, { session: id, dossier, member }),
    grounds: conflictGrounds.map((value) => ({ value, label: sentence(`councils.ground.${value}`, {}, ctx.locale) })),
    sheet: sheetForm(await sheetToKey(ctx, dossier), [], noneFiled, ctx.locale),
  };
};

export const actions: Actions = {
  declare: (event) =>
    save(event, async (fields) => {
      const { id: session, dossier, member } = event.params;
      await declareOnPaper(event.locals.ctx, { ...fields, session, dossier, member });
      return `/office/councils/sessions/${session}/key/${dossier}/${member}`;
    }),
  key: (event) =>
    save(event, async (fields) => {
      const { ctx } = event.locals;
      const { id: session, dossier, member } = event.params;
      await sessionById(ctx, session);
      const answers = toldBy(await sheetToKey(ctx, dossier), fields).map(({ item, value, comment }) => ({ item, value, comment })); // prettier-ignore
      const { state, differing } = await keySheet(ctx, { session, dossier, member, answers });
      if (state === 'differs')
        throw new AppError('state.conflict', { details: { reason: 'councils.keyed.differs', items: differing.join(', ') } }); // prettier-ignore
      return `/office/councils/sessions/${session}`;
    }),
};
