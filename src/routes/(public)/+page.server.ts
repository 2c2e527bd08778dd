import { labelPoints } from '#domain/areas/queries';
import { isUnopened } from '#domain/identity/links';
import { figures } from '#domain/products/figures';
import { newestRecognitions } from '#domain/products/queries';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  cacheable(event, ['~products', '~producers', '~people']);
  const { ctx } = event.locals;
  const [numbers, newest, points, unopened] = await Promise.all([
    figures(ctx),
    newestRecognitions(ctx, 6),
    labelPoints(ctx),
    isUnopened(ctx.db),
  ]);
  const counts = new Map(numbers.byCommune.map(({ commune_id, n }) => [commune_id, n]));
  return {
    numbers,
    newest,
    unopened,
    places: points.map((point) => ({ ...point, count: counts.get(point.code) ?? 0 })),
  };
};
