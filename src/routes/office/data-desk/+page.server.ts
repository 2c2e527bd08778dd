import { canEnterRequest, canSeeDesk, canSetDesk, dataKinds } from '#domain/identity/data-kinds';
import { dataQueue } from '#domain/identity/data-queue';
import { DeskFilter } from '#domain/identity/data-schema';
import { AppError } from '#kernel/errors';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!canSeeDesk(ctx.actor)) throw new AppError('refused');
  const list = await listBy(event, DeskFilter, async (filter) => ({
    ...(await dataQueue(ctx, filter)),
    page: filter.page,
  }));
  return { ...list, kinds: [...dataKinds], enters: canEnterRequest(ctx.actor), sets: canSetDesk(ctx.actor) };
};
