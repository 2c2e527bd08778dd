import { becomeProduct, decideIdea, remarkIdea } from '#domain/grading/ideas/actions';
import { canDecideIdea, maySeeIdeas } from '#domain/grading/ideas/policy';
import { ideaById } from '#domain/grading/ideas/queries';
import { canBecomeProduct } from '#domain/grading/ideas/rules';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { told } from '../../../workspace/ideas/told.ts';
import { setChoices } from '../../products/sets.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  if (!maySeeIdeas(ctx.actor)) throw new AppError('refused');
  const idea = await ideaById(ctx, params.id);
  const { id, name, stage, status, version, set_no, producer, producer_id, commune } = idea;
  const decides = canDecideIdea(ctx.actor, idea);
  return {
    idea: { id, name, stage, status, version, set_no, producer, producer_id, commune },
    product: idea.product_id && idea.product ? { id: idea.product_id, name: idea.product } : null,
    decides,
    becomes: decides && canBecomeProduct(idea),
    // A draft of the plan is its producer's until it is sent.
    ...told(stage === 'plan' && status === 'draft' ? { ...idea, plan: {} } : idea, ctx.locale),
    sets: setChoices(ctx.locale),
  };
};

const here = (id: string) => `/office/ideas/${id}`;

export const actions: Actions = {
  decide: (event) =>
    save(event, async (fields) => {
      const { id } = event.params;
      await decideIdea(event.locals.ctx, { ...fields, id });
      return here(id);
    }),
  remark: (event) =>
    save(event, async (fields) => {
      const { id } = event.params;
      await remarkIdea(event.locals.ctx, { ...fields, id });
      return here(id);
    }),
  become: (event) =>
    save(event, async (fields) => {
      const { id } = event.params;
      const { product } = await becomeProduct(event.locals.ctx, { ...fields, id });
      return `/office/products/${product}`;
    }),
};
