import { decision } from '#domain/criteria/sheets';
import { mayInspect, mayOpenCase } from '#domain/grading/inspections/policy';
import { openCase } from '#domain/grading/inspections/withdrawals';
import { publicProduct } from '#domain/products/queries';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  if (!mayOpenCase(ctx.actor)) throw new AppError('refused');
  const product = await publicProduct(ctx, url.searchParams.get('product') ?? '');
  const star = product.recognitions.find(({ id }) => id === url.searchParams.get('recognition'));
  if (!star) throw new AppError('not_found');
  // The commune confirms that production has stopped; every other ground is the office's (article 8.4).
  const grounds = decision.withdrawalGrounds.filter(({ code }) => mayInspect(ctx.actor) || code === 'đ');
  return {
    product: { id: product.id, name: product.name },
    star: { id: star.id, stars: star.stars, decision_no: star.decision_no },
    inspection: url.searchParams.get('inspection') ?? '',
    ground: url.searchParams.get('ground') ?? '',
    grounds: grounds.map(({ code, text }) => ({ value: code, label: `${code}) ${text[ctx.locale]}` })),
    back: mayInspect(ctx.actor) ? '/office/withdrawals' : `/office/products/${product.id}`,
  };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async ({ back, ...fields }) => {
      await openCase(event.locals.ctx, fields);
      return mayInspect(event.locals.ctx.actor) ? '/office/withdrawals' : `/office/products/${String(back)}`;
    }),
};
