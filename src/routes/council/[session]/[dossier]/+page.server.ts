import { scoringRoom } from '#domain/grading/councils/room';
import { conflictGrounds } from '#domain/grading/councils/rules';
import { declare, saveSheet, sealSheet } from '#domain/grading/councils/sheets';
import { dayOf } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { sentence } from '#kernel/sentences';
import { save } from '#ui/form.ts';
import { sheetForm, toldBy } from '../../told.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { item, likely, open } = await scoringRoom(ctx, params.session, params.dossier);
  const words = (key: string) => sentence(key, {}, ctx.locale);
  return {
    item,
    me: ctx.actor!.id,
    likely: likely.map((one) => words(`councils.suspect.${one}`)),
    grounds: conflictGrounds.map((value) => ({ value, label: words(`councils.ground.${value}`) })),
    sealed: open?.own.sealed_at ? { at: dayOf(open.own.sealed_at), seal: open.own.seal } : null,
    sheet: open && sheetForm(open.sheet, open.own.answers, open.filed, ctx.locale),
  };
};

export const actions: Actions = {
  declare: (event) =>
    save(event, async (fields) => {
      const { session, dossier } = event.params;
      await declare(event.locals.ctx, { ...fields, session, dossier });
      return `/council/${session}/${dossier}`;
    }),
  save: (event) =>
    save(event, async (fields) => {
      const { session, dossier } = event.params;
      const { ctx } = event.locals;
      const { open } = await scoringRoom(ctx, session, dossier);
      if (!open) throw new AppError('state.conflict', { details: { reason: 'councils.undeclared' } });
      const answers = toldBy(open.sheet, fields);
      const { conflicts } = await saveSheet(ctx, { session, dossier, answers });
      if (conflicts.length)
        throw new AppError('state.conflict', {
          details: { reason: 'councils.other_device', items: conflicts.map(({ item }) => item).join(', ') },
        });
      return `/council/${session}/${dossier}`;
    }),
  seal: (event) =>
    save(event, async (fields) => {
      const { session, dossier } = event.params;
      await sealSheet(event.locals.ctx, { ...fields, session, dossier });
      return `/council/${session}/${dossier}`;
    }),
};
