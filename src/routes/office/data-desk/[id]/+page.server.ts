import { refusalGrounds } from '#domain/identity/data-kinds';
import { readRequest } from '#domain/identity/data-queue';
import { answerRequest, carryOutRequest, erasePerson } from '#domain/identity/data-requests';
import { readDataOf } from '#domain/identity/personal';
import { save, submit } from '#ui/form.ts';
import { ticked } from '../../sure.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Each opening of a request is logged: it holds what somebody wrote about themselves. */
export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({
  request: await readRequest(ctx, { id: params.id }),
  grounds: [...refusalGrounds],
});

export const actions: Actions = {
  answer: (event) =>
    save(event, async (fields) => {
      await answerRequest(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/data-desk/${event.params.id}`;
    }),
  carry_out: (event) =>
    save(event, async (fields) => {
      await carryOutRequest(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/data-desk/${event.params.id}`;
    }),
  held: (event) =>
    submit(event, async () => ({ held: (await readDataOf(event.locals.ctx, { id: event.params.id })).rooms })),
  erase: (event) =>
    submit(event, (fields) => erasePerson(event.locals.ctx, { ...ticked(fields), id: event.params.id })),
};
