import { communesUnder, listAreas } from '#domain/areas/queries';
import { OfficeFilter } from '#domain/areas/schema';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

/** Units by old or new name; with nothing asked, the communes of this installation. */
export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!event.url.searchParams.get('q'))
    return { typed: {}, issues: {}, found: null, communes: await communesUnder(ctx, [ctx.runtime.config.area]) };
  const list = await listBy(event, OfficeFilter, (filter) => listAreas(ctx, filter));
  return { ...list, communes: [] };
};
