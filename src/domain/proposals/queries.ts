import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { within } from '#domain/areas/scopes';
import { officerScopes } from '#domain/identity/rules';
import { isOwnOf } from '#domain/producers/policy';
import { canReadProposal } from './policy.ts';
import { counted, type Waiting } from './unchecked.ts';

const proposals = (ctx: Ctx) =>
  ctx.db
    .selectFrom('proposals.proposal as proposal')
    .innerJoin('producers.producer as producer', 'producer.id', 'proposal.producer_id')
    .leftJoin('products.product as product', 'product.id', 'proposal.subject_id')
    .select(['proposal.id', 'proposal.producer_id', 'proposal.subject_kind', 'proposal.subject_id'])
    .select(['proposal.act', 'proposal.state', 'proposal.proposed_at', 'proposal.reason', 'proposal.changed_at'])
    .select(['producer.name as producer', 'product.name as product'])
    .select(
      sql<string | null>`case when proposal.act = 'products.register' then proposal.input ->> 'name' end`.as(
        'proposed_product',
      ),
    );

/** Proposals that wait for this official, or for the answer to what one asked (`asked`), the oldest first. */
export async function waitingProposals(ctx: Ctx, state: 'open' | 'asked' = 'open') {
  const scopes = officerScopes(ctx.actor);
  if (!scopes.length) return [];
  return proposals(ctx)
    .where('proposal.state', '=', state)
    .where((eb) =>
      eb.or(
        scopes.flatMap((scope) => [
          eb('proposal.area_path', '=', scope),
          eb('proposal.area_path', 'like', `${scope}/%`),
        ]),
      ),
    )
    .orderBy('proposal.proposed_at')
    .limit(200)
    .execute();
}

/** How many proposals wait for this official, up to one more than are counted, and since when the oldest does. */
export async function proposalDuties(ctx: Ctx): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select count(*)::int as count, min(proposed_at) as oldest from (
      select proposed_at from proposals.proposal where state = 'open'
        and ${within('area_path', officerScopes(ctx.actor))}
      limit ${counted + 1}) waiting`.execute(ctx.db);
  return rows[0]!;
}

/** The proposals of a producer, the newest first, for its own people. */
export async function proposalsOf(ctx: Ctx, producer: string) {
  if (!isOwnOf(ctx.actor, producer)) return [];
  return proposals(ctx).where('proposal.producer_id', '=', producer).orderBy('proposal.id', 'desc').limit(50).execute();
}

/** One proposal with what it would change. @throws AppError not_found */
export async function proposalById(ctx: Ctx, id: string) {
  const row = isId(id)
    ? await proposals(ctx)
        .select(['proposal.input', 'proposal.note', 'proposal.version', 'proposal.area_path', 'proposal.proposed_by'])
        .where('proposal.id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row || !canReadProposal(ctx.actor, row)) throw new AppError('not_found');
  return { ...row, input: row.input as Record<string, string | string[]> };
}
