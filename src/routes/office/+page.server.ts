import { officerScopes } from '#domain/identity/rules';
import { readLog } from '#domain/identity/log';
import { canSeeLog } from '#domain/identity/policy';
import { currentSheets } from '#domain/criteria/queries';
import { areaNames } from '#domain/areas/queries';
import { dutiesIn } from '#domain/products/office';
import { listProducts } from '#domain/products/office';
import { expiringPapers, paperDuties } from '#domain/papers/queries';
import { producerNames } from '#domain/producers/queries';
import { queueOf } from './queue.ts';
import { namedSubjects } from './log/subjects.ts';
import type { PageServerLoad } from './$types.js';

const soonDays = 180;

/** What waits for this person, and what happened lately where they answer for it. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const scopes = officerScopes(ctx.actor);
  const [duties, log, sheets, areas, ending, paperDuty, papers] = await Promise.all([
    scopes.length ? dutiesIn(ctx, scopes, soonDays) : null,
    canSeeLog(ctx.actor) ? readLog(ctx, { limit: 8 }) : null,
    currentSheets(ctx),
    areaNames(
      ctx,
      (ctx.actor?.grants ?? []).flatMap(({ area }) => area ?? []),
    ),
    scopes.length === 1
      ? listProducts(ctx, { area: scopes[0]!, state: 'valid', source: 'register', sort: 'end', page: 1 })
      : null,
    scopes.length ? paperDuties(ctx) : null,
    scopes.length ? expiringPapers(ctx) : [],
  ]);
  const owners = await producerNames(
    ctx,
    papers.map(({ owner_id }) => owner_id),
  );
  const until = new Date(Date.parse(ctx.today) + soonDays * 86_400_000).toISOString().slice(0, 10);
  return {
    queue: await queueOf(ctx, paperDuty),
    duties,
    paperDuty,
    papers: papers.map((paper) => ({ ...paper, owner: owners[paper.owner_id] ?? '' })),
    area: scopes.length === 1 ? scopes[0]!.split('/').at(-1)! : '',
    until,
    ending: (ending?.items ?? []).filter(({ valid_to }) => valid_to && valid_to < until).slice(0, 8),
    roles: (ctx.actor?.grants ?? []).map(({ role, area }) => ({ role, scope: area ? (areas[area] ?? area) : '' })),
    notCompared: sheets.filter(({ compared }) => !compared).length,
    log: log ? await namedSubjects(ctx, log.items) : [],
  };
};
