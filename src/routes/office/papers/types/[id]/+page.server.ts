import { canEditPaperTypes } from '#domain/papers/policy';
import { changePaperType, paperTypes } from '#domain/papers/types';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

const text = (value: string | number | null) => (value === null ? '' : String(value));

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  if (!canEditPaperTypes(ctx.actor)) throw new AppError('refused');
  const type = (await paperTypes(ctx)).find(({ id }) => id === params.id);
  if (!type) throw new AppError('not_found');
  const { name_vi, name_en, life_months, lead_days, note, offered } = type;
  return {
    name: type.name,
    version: type.version,
    values: {
      name_vi,
      name_en,
      life_months: text(life_months),
      lead_days: text(lead_days),
      note: text(note),
      offered: offered ? 'on' : '',
    },
  };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      await changePaperType(event.locals.ctx, { ...fields, id: event.params.id });
      return '/office/papers/types';
    }),
};
