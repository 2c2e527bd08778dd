import { areaByCode, communesFrom, communesUnder, successions } from '#domain/areas/queries';
import { figuresIn } from '#domain/products/office';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const unit = await areaByCode(ctx, params.id);
  // An ended district or province has no successor of its own: its communes have.
  const ended = unit.level !== 'commune' && !!unit.valid_to;
  const [linked, communes, today, figures] = await Promise.all([
    successions(ctx, unit.id),
    unit.level === 'commune' ? [] : communesUnder(ctx, [unit.path]),
    ended ? communesFrom(ctx, unit.path) : [],
    figuresIn(ctx, unit.path),
  ]);
  return { unit, ...linked, communes, today, figures };
};
