import { areaByCode } from '#domain/areas/queries';
import { carryOn, retractIdea, writeIdea, writePlan } from '#domain/grading/ideas/actions';
import { canWriteIdea } from '#domain/grading/ideas/policy';
import { ideaById } from '#domain/grading/ideas/queries';
import { isOpen } from '#domain/grading/ideas/rules';
import { WriteIdea, WritePlan } from '#domain/grading/ideas/schema';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { communeChoices, placed, placeName } from '../../../office/place.ts';
import { setChoices } from '../../../office/products/sets.ts';
import { told } from '../told.ts';
import { fieldsOf } from '../fields.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const idea = await ideaById(ctx, params.id);
  if (!canWriteIdea(ctx.actor, idea)) throw new AppError('not_found');
  const { id, name, set_no, commune_id, stage, status, version } = idea;
  const typed = Object.entries(idea[stage]).map(([field, value]) => [field, value === null ? '' : String(value)]);
  return {
    idea: { id, name, stage, status, version, producer: idea.producer },
    product: idea.product_id && idea.product ? { id: idea.product_id, name: idea.product } : null,
    isOpen: isOpen(status),
    returned: status === 'returned' ? (idea.steps.find(({ what }) => what === 'returned')?.words ?? '') : null,
    ...told(idea, ctx.locale),
    fields: fieldsOf(stage),
    communes: await communeChoices(ctx, [ctx.runtime.config.area]),
    sets: setChoices(ctx.locale),
    values: {
      name,
      set_no: String(set_no ?? ''),
      commune: commune_id,
      place: placeName(await areaByCode(ctx, commune_id), ctx),
      ...Object.fromEntries(typed),
    } as Record<string, string>,
  };
};

export const actions: Actions = {
  write: (event) =>
    save(event, async ({ stage, ...fields }) => {
      const { ctx } = event.locals;
      const { id } = event.params;
      const [write, schema] = stage === 'plan' ? ([writePlan, WritePlan] as const) : ([writeIdea, WriteIdea] as const);
      await write(ctx, await placed(ctx, { ...fields, id }, schema, [ctx.runtime.config.area]));
      return `/workspace/ideas/${id}`;
    }),
  retract: (event) =>
    save(event, async (fields) => {
      await retractIdea(event.locals.ctx, { ...fields, id: event.params.id });
      return '/workspace/ideas';
    }),
  carry: (event) =>
    save(event, async (fields) => {
      await carryOn(event.locals.ctx, { ...fields, id: event.params.id });
      return `/workspace/ideas/${event.params.id}`;
    }),
};
