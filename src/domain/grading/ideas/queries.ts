import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { within } from '#domain/areas/scopes';
import { officerScopes } from '#domain/identity/rules';
import { canAudit } from '#domain/producers/policy';
import { canSeeIdea } from './policy.ts';
import { columns, stepsOf, typed } from './rows.ts';

/** The ideas and plans of this person's own producers, what was touched last first. */
export async function ownIdeas(ctx: Ctx) {
  const own = (ctx.actor?.grants ?? []).flatMap(({ organisation }) => organisation ?? []);
  if (!own.length) return [];
  return ctx.db
    .selectFrom('grading.idea as idea')
    .innerJoin('producers.producer as producer', 'producer.id', 'idea.producer_id')
    .select(['idea.id', 'idea.name', 'idea.stage', 'idea.status', 'idea.changed_at', 'producer.name as producer'])
    .where('idea.producer_id', 'in', own)
    .where('idea.status', '<>', 'retracted')
    .orderBy('idea.changed_at', 'desc')
    .limit(200)
    .execute();
}

/** One idea with its producer, its place and what happened to it. @throws AppError not_found */
export async function ideaById(ctx: Ctx, id: string) {
  const row = isId(id)
    ? await ctx.db
        .selectFrom('grading.idea as idea')
        .innerJoin('producers.producer as producer', 'producer.id', 'idea.producer_id')
        .innerJoin('areas.unit as commune', 'commune.id', 'idea.commune_id')
        .leftJoin('products.product as product', 'product.id', 'idea.product_id')
        .select(columns.map((name) => `idea.${name}` as const))
        .select(['producer.name as producer', 'commune.name as commune', 'commune.type as commune_type'])
        .select('product.name as product')
        .where('idea.id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row || !canSeeIdea(ctx.actor, row)) throw new AppError('not_found');
  return { ...typed(row), steps: await stepsOf(ctx, row.id) };
}
export type IdeaPage = Awaited<ReturnType<typeof ideaById>>;

type Filter = { stage: string | null; status: string | null; area: string | null; page: number; limit?: number };

/** What was sent to this officer's area, what waits longest first; auditors read all of it. */
export async function listIdeas(ctx: Ctx, { stage, status, area, page, limit = 30 }: Filter) {
  const scopes = canAudit(ctx.actor) ? ['VN'] : officerScopes(ctx.actor);
  const rows = await ctx.db
    .selectFrom('grading.idea as idea')
    .innerJoin('producers.producer as producer', 'producer.id', 'idea.producer_id')
    .innerJoin('areas.unit as commune', 'commune.id', 'idea.commune_id')
    .select(['idea.id', 'idea.name', 'idea.stage', 'idea.status', 'idea.submitted_at', 'idea.set_no'])
    .select(['producer.name as producer', 'commune.name as commune'])
    .where('idea.submitted_at', 'is not', null)
    .where(within('idea.area_path', scopes))
    .$if(stage !== null, (some) => some.where('idea.stage', '=', stage!))
    .$if(status !== null, (some) => some.where('idea.status', '=', status!))
    .$if(area !== null, (some) => some.where(within('idea.area_path', [area!])))
    .orderBy(sql`idea.status <> 'submitted'`)
    .orderBy('idea.submitted_at')
    .orderBy('idea.id')
    .limit(limit + 1)
    .offset((page - 1) * limit)
    .execute();
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}

/** How many wait for this officer, and since when the oldest does. */
export async function ideaDuties(ctx: Ctx): Promise<{ count: number; oldest: Date | null }> {
  const { rows } = await sql<{ count: number; oldest: Date | null }>`
    select count(*)::int as count, min(submitted_at) as oldest from grading.idea
    where status = 'submitted' and ${within('area_path', officerScopes(ctx.actor))}`.execute(ctx.db);
  return rows[0]!;
}

/** On which days an idea and a plan of this product were accepted, for council rules that ask for them before a dossier. */
export async function acceptedOf(ctx: Ctx, product: string): Promise<{ idea: string | null; plan: string | null }> {
  const row = await ctx.db
    .selectFrom('grading.idea')
    .select(({ fn }) => [fn.max('idea_accepted_on').as('idea'), fn.max('plan_accepted_on').as('plan')])
    .where('product_id', '=', product)
    .executeTakeFirst();
  return { idea: row?.idea ?? null, plan: row?.plan ?? null };
}
