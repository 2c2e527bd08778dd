import { sendAgain } from '#domain/notices/actions';
import { outbox } from '#domain/notices/outbox';
import { canSeeOutbox } from '#domain/notices/policy';
import { OutboxFilter } from '#domain/notices/schema';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { listBy } from '#ui/list.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!canSeeOutbox(ctx.actor)) throw new AppError('refused');
  const listed = await listBy(event, OutboxFilter, (filter) => outbox(ctx, filter));
  return { ...listed, sends: ctx.runtime.config.smtp !== undefined };
};

export const actions: Actions = {
  default: (event) => save(event, async (fields) => (await sendAgain(event.locals.ctx, fields), '/office/outbox')),
};
