import { type RawBuilder, sql } from 'kysely';
import { officerScopes } from '#domain/identity/rules';
import { reachOf } from '#domain/papers/policy';
import { kinds as producerKinds } from '#domain/producers/kinds';
import { kinds as productKinds } from '#domain/products/kinds';
import type { Ctx } from '#kernel/context';
import type { Kinds } from '#kernel/kinds';
import { within } from '#domain/areas/scopes';
import { checkedKinds } from './schema.ts';

/** Every wording of a kind that stands unchecked, with whom it is about. A contract is one of `kinds`: nobody forgets a new one. */
const branchOf = (word: 'producer' | 'product', kinds: Kinds, name: string): RawBuilder<unknown> => {
  const { table, fixed } = kinds[name]!;
  const owner = sql.ref(`fact.${word}_id`);
  return sql`select ${name}::text as kind, fact.id, fact.version, fact.recorded_at, fact.recorded_by, ${word}::text as owner_kind,
      owner.id as owner_id, owner.name as owner, owner.area_path, ${word === 'producer' ? sql`owner.id` : sql`owner.producer_id`} as producer_id
    from ${sql.table(table)} fact join ${sql.table(`${word}s.${word}`)} owner on owner.id = ${owner}
    where fact.superseded_at is null and not fact.checked ${fixed ? sql`and fact.kind = ${fixed.kind}` : sql``}`;
};

const branches = (only: string | null) =>
  sql.join(
    checkedKinds
      .filter((name) => !only || name === only)
      .map((name) =>
        Object.hasOwn(producerKinds, name)
          ? branchOf('producer', producerKinds, name)
          : branchOf('product', productKinds, name),
      ),
    sql` union all `,
  );

export type UncheckedFact = {
  kind: string;
  id: string;
  version: number;
  recorded_at: Date;
  owner_kind: 'producer' | 'product';
  owner_id: string;
  owner: string;
  producer_id: string | null;
  /** Why it was sent back: its producer's turn. */
  reason: string | null;
};

/**
 * Unchecked facts in this officer's area, of each kind the oldest `most`: what is read stays small, however much waits.
 */
const oldest = (ctx: Ctx, kinds: readonly string[], where: RawBuilder<unknown>, most: number) =>
  sql.join(
    kinds.map(
      (name) => sql`(select found.*, back.reason from (${branches(name)}) found
        left join proposals.sent_back back on back.fact_id = found.id and back.fact_version = found.version
        where ${within('found.area_path', officerScopes(ctx.actor))} and ${where}
        order by found.recorded_at, found.id limit ${most})`,
    ),
    sql` union all `,
  );

/** Facts in this officer's area that nobody has checked, the oldest first. @param filter `area` is a path here */
export async function uncheckedFacts(
  ctx: Ctx,
  filter: { kind?: string | null; turn?: 'officer' | 'producer'; area?: string | null; page?: number; limit?: number },
): Promise<{ items: UncheckedFact[]; hasNext: boolean }> {
  const { kind = null, turn = 'officer', area = null, page = 1, limit = 30 } = filter;
  const offset = (page - 1) * limit;
  const where = sql`(back.fact_id is null) = ${turn === 'officer'}
    and (${area}::text is null or found.area_path = ${area} or found.area_path like ${area} || '/%')`;
  const kinds = checkedKinds.filter((name) => !kind || name === kind);
  const { rows } = await sql<UncheckedFact>`
    select kind, id, version, recorded_at, owner_kind, owner_id, owner, producer_id, reason
    from (${oldest(ctx, kinds, where, offset + limit + 1)}) waiting
    order by recorded_at, id limit ${limit + 1} offset ${offset}`.execute(ctx.db);
  return { items: rows.slice(0, limit), hasNext: rows.length > limit };
}

/** As many as are counted: beyond it the office says "more than". */
export const counted = 1000;

export type Waiting = { count: number; oldest: Date | null };

/** Facts that wait for this officer's check, data of labels apart: at most one more than `counted` of each. */
export async function factDuties(ctx: Ctx): Promise<{ facts: Waiting; labels: Waiting }> {
  const count = async (kinds: readonly string[]): Promise<Waiting> => {
    const { rows } = await sql<Waiting>`
      select count(*)::int as count, min(recorded_at) as oldest from (
        select recorded_at from (${oldest(ctx, kinds, sql`back.fact_id is null`, counted + 1)}) each
        order by recorded_at limit ${counted + 1}) waiting`.execute(ctx.db);
    return rows[0]!;
  };
  const [facts, labels] = await Promise.all([count(checkedKinds.filter((name) => name !== 'label')), count(['label'])]);
  return { facts, labels };
}

/** The facts that this person's own producers got back and have not worded anew. */
export async function returnedFacts(ctx: Ctx): Promise<UncheckedFact[]> {
  const { organisations } = reachOf(ctx.actor);
  if (!organisations.length) return [];
  const { rows } = await sql<UncheckedFact>`
    select found.kind, found.id, found.version, found.recorded_at, found.owner_kind, found.owner_id, found.owner, found.producer_id, back.reason
    from proposals.sent_back back join (${branches(null)}) found on found.id = back.fact_id and found.version = back.fact_version
    where back.producer_id = any(${organisations}::uuid[]) order by back.sent_at limit 50`.execute(ctx.db);
  return rows;
}
