import { canManagePeople, canSeePeople } from '#domain/identity/policy';
import { listPeople } from '#domain/identity/queries';
import { PeopleFilter } from '#domain/identity/schema';
import { producerNames } from '#domain/producers/queries';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!canSeePeople(ctx.actor)) return { sees: false, typed: {}, issues: {}, found: null, manages: false };
  const list = await listBy(event, PeopleFilter, async (filter) => {
    const { items, hasNext } = await listPeople(ctx, filter);
    const ids = items.flatMap(({ roles }) => roles.flatMap(({ organisation }) => organisation ?? []));
    return { items, hasNext, page: filter.page, producers: await producerNames(ctx, ids) };
  });
  return { ...list, sees: true, manages: canManagePeople(ctx.actor) };
};
