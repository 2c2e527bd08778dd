import { closeAccount, renewLink, reopenAccount } from '#domain/identity/accounts';
import { resetAtCounter } from '#domain/identity/counter';
import { endRole, grantRole } from '#domain/identity/roles';
import { historyOf } from '#domain/identity/log';
import { canEndRole, canHelp, canManagePeople, givesRoles } from '#domain/identity/policy';
import { personToHelp, personWithRoles } from '#domain/identity/queries';
import { hasSecondStep, removeSecondStep } from '#domain/identity/second-step';
import { producerNames } from '#domain/producers/queries';
import type { Ctx } from '#kernel/context';
import { localizeHref } from '#paraglide/runtime';
import { save, submit } from '#ui/form.ts';
import { ticked } from '../../sure.ts';
import { roleForm, scoped } from '../role.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params, url }) => {
  const [{ person, grants }, toHelp] = await Promise.all([
    personWithRoles(ctx, params.id),
    personToHelp(ctx, params.id),
  ]);
  const [names, form, history, second] = await Promise.all([
    producerNames(
      ctx,
      grants.flatMap(({ organisation }) => organisation ?? []),
    ),
    roleForm(ctx, url),
    historyOf(ctx, person.id),
    canManagePeople(ctx.actor) && hasSecondStep(ctx, person.id),
  ]);
  return {
    person,
    grants: grants.map(({ reach, ...grant }) => ({
      ...grant,
      scope: grant.area ?? names[grant.organisation ?? ''] ?? null,
      ends: canEndRole(ctx.actor, { role: grant.role, reach }),
    })),
    manages: canManagePeople(ctx.actor),
    gives: givesRoles(ctx.actor),
    helps: canHelp(ctx.actor, toHelp),
    isSelf: ctx.actor?.id === person.id,
    hasSecondStep: second,
    form,
    history,
  };
};

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
  /** The code is shown in this one answer and kept nowhere. */
  code: (event) =>
    submit(event, async () => ({ handed: await resetAtCounter(event.locals.ctx, { person: event.params.id }) })),
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
