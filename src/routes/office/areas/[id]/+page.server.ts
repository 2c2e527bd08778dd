import { areaByCode, communesUnder, successions } from '#domain/areas/queries';
import { figuresIn } from '#domain/products/office';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const unit = await areaByCode(ctx, params.id);
  const [linked, communes, figures] = await Promise.all([
    successions(ctx, unit.id),
    unit.level === 'commune' ? [] : communesUnder(ctx, [unit.path]),
    figuresIn(ctx, unit.path),
  ]);
  return { unit, ...linked, communes, figures };
};
