import { canEnterRequest, dataKinds } from '#domain/identity/data-kinds';
import { enterDataRequest } from '#domain/identity/data-requests';
import { EnterDataRequest } from '#domain/identity/data-schema';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { ticked } from '../../sure.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals: { ctx } }) => {
  if (!canEnterRequest(ctx.actor)) throw new AppError('refused');
  return { kinds: [...dataKinds] };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      const { id } = await enterDataRequest(event.locals.ctx, ticked(fields, EnterDataRequest));
      return `/office/data-desk/${id}`;
    }),
};
