import { markCompared } from '#domain/criteria/actions';
import { canCompareSheets } from '#domain/criteria/policy';
import { currentSheet } from '#domain/criteria/queries';
import { itemsOf } from '#domain/criteria/items';
import { historyOf } from '#domain/identity/log';
import { save } from '#ui/form.ts';
import { ticked } from '../../sure.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const current = await currentSheet(ctx, params.code);
  return {
    ...current,
    items: itemsOf(current.sheet).length,
    mayCompare: canCompareSheets(ctx.actor),
    history: await historyOf(ctx, current.sheet.code),
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const { code } = event.params;
    return save(event, async (fields) => {
      await markCompared(ctx, { ...ticked(fields), code });
      return `/office/criteria/${code}`;
    });
  },
};
