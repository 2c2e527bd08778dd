import { fileComplaint, retractComplaint } from '#domain/grading/decisions/complaints';
import { complaintsOf, lettersTo } from '#domain/grading/decisions/queries';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const own = [...new Set((ctx.actor?.grants ?? []).flatMap(({ organisation }) => organisation ?? []))];
  const [letters, complaints] = await Promise.all([
    Promise.all(own.map((id) => lettersTo(ctx, id))),
    Promise.all(own.map((id) => complaintsOf(ctx, id))),
  ]);
  const told = letters.flat().toSorted((a, b) => (a.sent_on < b.sent_on ? 1 : -1));
  const products = new Map(told.map(({ product_id, product }) => [product_id, product]));
  return {
    letters: told,
    complaints: complaints.flat(),
    products: [...products].map(([value, label]) => ({ value, label })),
  };
};

export const actions: Actions = {
  complain: (event) =>
    save(event, async (fields) => {
      await fileComplaint(event.locals.ctx, fields);
      return '/workspace/results';
    }),
  retract: (event) =>
    save(event, async (fields) => {
      await retractComplaint(event.locals.ctx, fields);
      return '/workspace/results';
    }),
};
