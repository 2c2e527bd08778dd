import { labelPoints } from '#domain/areas/queries';
import { figures } from '#domain/products/figures';
import { newestRecognitions } from '#domain/products/queries';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  cacheable(event, ['~products', '~producers']);
  const { ctx } = event.locals;
  const [numbers, newest, points] = await Promise.all([figures(ctx), newestRecognitions(ctx, 6), labelPoints(ctx)]);
  const counts = new Map(numbers.byCommune.map(({ commune_id, n }) => [commune_id, n]));
  return { numbers, newest, places: points.map((point) => ({ ...point, count: counts.get(point.code) ?? 0 })) };
};
