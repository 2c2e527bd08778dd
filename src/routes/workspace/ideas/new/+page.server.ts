import { areaByCode } from '#domain/areas/queries';
import { beginIdea, beginPlan } from '#domain/grading/ideas/actions';
import { BeginIdea, BeginPlan } from '#domain/grading/ideas/schema';
import { ownProducer } from '#domain/producers/queries';
import { save } from '#ui/form.ts';
import { communeChoices, placed, placeName } from '../../../office/place.ts';
import { setChoices } from '../../../office/products/sets.ts';
import { fieldsOf } from '../fields.ts';
import type { Actions, PageServerLoad } from './$types.js';

const stageOf = (url: URL) => (url.searchParams.get('stage') === 'plan' ? ('plan' as const) : ('idea' as const));

/** A new idea, or a plan without one, of one's own producer (`?of=`). */
export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  const { id, name, commune_id } = await ownProducer(ctx, url.searchParams.get('of') ?? '');
  const stage = stageOf(url);
  return {
    producer: { id, name },
    stage,
    fields: fieldsOf(stage),
    communes: await communeChoices(ctx, [ctx.runtime.config.area]),
    sets: setChoices(ctx.locale),
    values: { commune: commune_id!, place: placeName(await areaByCode(ctx, commune_id!), ctx) } as Record<
      string,
      string
    >,
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const producer = event.url.searchParams.get('of') ?? '';
    return save(event, async (fields) => {
      const [begin, schema] =
        stageOf(event.url) === 'plan' ? ([beginPlan, BeginPlan] as const) : ([beginIdea, BeginIdea] as const);
      const { id } = await begin(ctx, await placed(ctx, { ...fields, producer }, schema, [ctx.runtime.config.area]));
      return `/workspace/ideas/${id}`;
    });
  },
};
