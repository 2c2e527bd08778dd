import { communesUnder, provinces } from '#domain/areas/queries';
import { closeAccount, renewLink, reopenAccount } from '#domain/identity/accounts';
import { endRole, grantRole } from '#domain/identity/roles';
import { historyOf } from '#domain/identity/log';
import { canManagePeople } from '#domain/identity/policy';
import { personWithRoles } from '#domain/identity/queries';
import { type Role, scopes } from '#domain/identity/rules';
import { hasSecondStep, removeSecondStep } from '#domain/identity/second-step';
import { listProducers, producerNames } from '#domain/producers/queries';
import type { Ctx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { localizeHref } from '#paraglide/runtime';
import { save, submit } from '#ui/form.ts';
import { ticked } from '../../sure.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** What the form of a role keeps in the address while a producer is looked for. */
const kept = ['role', 'province', 'commune', 'producer', 'until'];

export const load: PageServerLoad = async ({ locals: { ctx }, params, url }) => {
  const { person, grants } = await personWithRoles(ctx, params.id);
  const typed = Object.fromEntries(kept.map((name) => [name, url.searchParams.get(name) ?? '']));
  const q = typed.producer!.slice(0, 200);
  const [names, communes, all, found, history, second] = await Promise.all([
    producerNames(
      ctx,
      grants.flatMap(({ organisation }) => organisation ?? []),
    ),
    communesUnder(ctx, [ctx.runtime.config.area]),
    provinces(ctx),
    q ? listProducers(ctx, { q, limit: 20 }) : null,
    historyOf(ctx, person.id),
    canManagePeople(ctx.actor) && hasSecondStep(ctx, person.id),
  ]);
  return {
    person,
    grants: grants.map((grant) => ({ ...grant, scope: grant.area ?? names[grant.organisation ?? ''] ?? null })),
    manages: canManagePeople(ctx.actor),
    hasSecondStep: second,
    provinces: all.map(({ id, name }) => ({ value: id, label: name })),
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
    typed,
    producers: found?.items.map(({ id, name }) => ({ value: id, label: name })) ?? null,
    history,
  };
};

type Fields = Record<string, string | string[]>;

/**
 * The form asks for a province, a commune and a producer apart; the role says which of them is its scope. Whether there
 * is such a producer is asked here, because the room of people does not know the one of producers.
 */
async function scoped(ctx: Ctx, { province, commune, producer: _, organisation, ...fields }: Fields): Promise<Fields> {
  const scope = scopes[fields.role as Role] as (typeof scopes)[Role] | undefined;
  if (scope === 'province' || scope === 'commune') {
    const area = scope === 'province' ? province : commune;
    if (!area) throw fieldError(scope, 'fields.required');
    return { ...fields, area };
  }
  if (scope !== 'organisation' || !organisation) return fields;
  const id = String(organisation);
  const known = isId(id) && (await producerNames(ctx, [id]))[id];
  if (!known) throw fieldError('organisation', 'products.producer_unknown');
  return { ...fields, organisation };
}

/** The address of a one-time link, shown once. */
const shown = (ctx: Ctx, { token }: { token: string }) => ({
  link: ctx.runtime.config.publicUrl + localizeHref(`/link/${token}`, { locale: ctx.locale }),
});

export const actions: Actions = {
  grant: (event) => {
    const { ctx } = event.locals;
    return save(event, async (fields) => {
      await grantRole(ctx, { ...(await scoped(ctx, fields)), person: event.params.id });
      return `/office/people/${event.params.id}`;
    });
  },
  end: (event) => {
    const { ctx } = event.locals;
    return save(event, async (fields) => {
      await endRole(ctx, ticked(fields));
      return `/office/people/${event.params.id}`;
    });
  },
  link: (event) =>
    submit(event, async () => shown(event.locals.ctx, await renewLink(event.locals.ctx, { person: event.params.id }))),
  second: (event) =>
    save(event, async () => {
      await removeSecondStep(event.locals.ctx, { person: event.params.id });
      return `/office/people/${event.params.id}`;
    }),
  close: (event) => {
    const { ctx } = event.locals;
    return save(event, async (fields) => {
      await closeAccount(ctx, { ...ticked(fields), person: event.params.id });
      return `/office/people/${event.params.id}`;
    });
  },
  reopen: (event) =>
    submit(event, async () =>
      shown(event.locals.ctx, await reopenAccount(event.locals.ctx, { person: event.params.id })),
    ),
};
