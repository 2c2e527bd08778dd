import { communesUnder, pathOf } from '#domain/areas/queries';
import { listDossiers } from '#domain/grading/dossiers/queries';
import { kinds, levels, statuses } from '#domain/grading/dossiers/rules';
import { DossierFilter } from '#domain/grading/dossiers/schema';
import { holds, isOfficer } from '#domain/identity/rules';
import { listBy } from '#ui/list.ts';
import { rowOf } from '../../dossiers/follow.ts';
import { said } from '../../dossiers/words.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
  const list = await listBy(
    event,
    DossierFilter,
    async ({ area, ...filter }) => {
      const found = await listDossiers(ctx, { ...filter, area: area && ((await pathOf(ctx, area)) ?? 'none') });
      return { items: found.items.map((one) => rowOf(ctx, one)), hasNext: found.hasNext, page: filter.page };
    },
    holds(ctx.actor, 'commune_officer', 'province_officer', 'ministry_officer') ? { queue: 'mine' } : {},
  );
  const choices = (subject: string, values: readonly string[]) => values.map((value) => ({ value, label: said(ctx, `${subject}.${value}`) })); // prettier-ignore
  return {
    ...list,
    communes: communes.map(({ id, name }) => ({ value: id, label: name })),
    choices: {
      queue: choices('queue', ['mine', 'producer', 'all']),
      kind: choices('kind', kinds),
      level: choices('level', levels),
      status: choices('status', statuses),
    },
    mayEnter: isOfficer(ctx.actor),
  };
};
