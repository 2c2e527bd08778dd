import { canManagePeople, canSeePeople, givesRoles } from '#domain/identity/policy';
import { listPeople } from '#domain/identity/queries';
import { PeopleFilter } from '#domain/identity/schema';
import { secondStepRule, setSecondStepRule } from '#domain/identity/second-step';
import { producerNames } from '#domain/producers/queries';
import { save } from '#ui/form.ts';
import { listBy } from '#ui/list.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  if (!canSeePeople(ctx.actor))
    return { sees: false, typed: {}, issues: {}, found: null, manages: false, gives: false, rule: null };
  const list = await listBy(event, PeopleFilter, async (filter) => {
    const { items, hasNext } = await listPeople(ctx, filter);
    const ids = items.flatMap(({ roles }) => roles.flatMap(({ organisation }) => organisation ?? []));
    return { items, hasNext, page: filter.page, producers: await producerNames(ctx, ids) };
  });
  const manages = canManagePeople(ctx.actor);
  return {
    ...list,
    sees: true,
    manages,
    gives: givesRoles(ctx.actor),
    rule: manages ? await secondStepRule(ctx) : null,
  };
};

export const actions: Actions = {
  rule: (event) =>
    save(event, async (fields) => {
      await setSecondStepRule(event.locals.ctx, fields);
      return '/office/people';
    }),
};
