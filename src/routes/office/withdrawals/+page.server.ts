import { decision } from '#domain/criteria/sheets';
import { listCases } from '#domain/grading/inspections/queries';
import { decideCases, dropCase, verifyCase } from '#domain/grading/inspections/withdrawals';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => ({
  found: await listCases(ctx, Math.max(1, Number(url.searchParams.get('page')) || 1)),
  grounds: Object.fromEntries(decision.withdrawalGrounds.map(({ code, text }) => [code, text[ctx.locale]])),
});

export const actions: Actions = {
  verify: (event) =>
    save(event, async (fields) => {
      await verifyCase(event.locals.ctx, fields);
      return '/office/withdrawals';
    }),
  drop: (event) =>
    save(event, async (fields) => {
      await dropCase(event.locals.ctx, fields);
      return '/office/withdrawals';
    }),
  decide: (event) =>
    save(event, async (fields) => {
      const { id } = await decideCases(event.locals.ctx, fields);
      return `/office/decisions/${id}`;
    }),
};
