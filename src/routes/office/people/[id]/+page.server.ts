import { communesUnder, provinces } from '#domain/areas/queries';
import { endRole, grantRole, renewLink } from '#domain/identity/actions';
import { historyOf } from '#domain/identity/log';
import { canManagePeople } from '#domain/identity/policy';
import { personWithRoles } from '#domain/identity/queries';
import { listProducers, producerNames } from '#domain/producers/queries';
import type { Action } from '#kernel/action';
import { localizeHref } from '#paraglide/runtime';
import { save, submit } from '#ui/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params, url }) => {
  const { person, grants } = await personWithRoles(ctx, params.id);
  const q = url.searchParams.get('producer')?.slice(0, 200) ?? '';
  const [names, communes, all, found, history] = await Promise.all([
    producerNames(
      ctx,
      grants.flatMap(({ organisation }) => organisation ?? []),
    ),
    communesUnder(ctx, [ctx.runtime.config.area]),
    provinces(ctx),
    q ? listProducers(ctx, { q, limit: 20 }) : null,
    historyOf(ctx, person.id),
  ]);
  return {
    person,
    grants: grants.map((grant) => ({ ...grant, scope: grant.area ?? names[grant.organisation ?? ''] ?? null })),
    manages: canManagePeople(ctx.actor),
    areas: [...all, ...communes].map((unit) => ({ value: unit.id, label: unit.name, level: unit.level })),
    q,
    producers: found?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [],
    history,
  };
};

const onPerson = (act: Action<unknown>) => (event: RequestEvent) => {
  const { ctx } = event.locals;
  return save(event, async (fields) => {
    await act(ctx, fields);
    return `/office/people/${event.params.id}`;
  });
};

export const actions: Actions = {
  grant: (event) => {
    const { ctx } = event.locals;
    return save(event, async (fields) => {
      await grantRole(ctx, { ...fields, person: event.params.id });
      return `/office/people/${event.params.id}`;
    });
  },
  end: onPerson(endRole),
  link: (event) => {
    const { ctx } = event.locals;
    return submit(event, async () => {
      const { token } = await renewLink(ctx, { person: event.params.id });
      return { link: ctx.runtime.config.publicUrl + localizeHref(`/link/${token}`, { locale: ctx.locale }) };
    });
  },
};
