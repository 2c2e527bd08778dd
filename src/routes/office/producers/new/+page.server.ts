import { registerProducer } from '#domain/producers/actions';
import { RegisterProducer } from '#domain/producers/schema';
import { isOfficer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { communeChoices, placed } from '../../place.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  return { communes: await communeChoices(ctx) };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    return save(event, async (fields) => {
      const { id } = await registerProducer(ctx, await placed(ctx, fields, RegisterProducer));
      return `/office/producers/${id}`;
    });
  },
};
