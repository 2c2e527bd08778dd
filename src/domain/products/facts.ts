import { touch } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { assertStands } from '#kernel/pointers';
import { datedFacts, type OpenFact, type Owner } from '#domain/producers/dated';
import { kinds } from './kinds.ts';

const columns = ['id', 'origin', 'area_path', 'producer_id as organisation'] as const;

async function lock(tx: Tx, id: string): Promise<Owner> {
  const row = await tx.db
    .selectFrom('products.product')
    .select([...columns, 'merged_into'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  assertStands(row);
  return row;
}

const facts = datedFacts({
  room: 'products',
  owner: 'product',
  kinds,
  lock,
  show: (tx, owner) => touch(tx, `product:${owner.id}`, `producer:${owner.organisation}`),
  settle: async (_, __, ___, values) => values,
});

export const {
  enter: enterProductFact,
  correct: correctProductFact,
  end: endProductFact,
  takeBack: takeBackProductFact,
  check: checkProductFact,
  of: productFacts,
  every: everyProductFact,
  ownerOf: productOfFact,
  wordings: productFactWordings,
} = facts;

/** The product as the owner of facts. @throws AppError not_found */
export async function productOwner(ctx: Ctx, id: string): Promise<Owner> {
  const row = isId(id)
    ? await ctx.db.selectFrom('products.product').select(columns).where('id', '=', id).executeTakeFirst()
    : undefined;
  if (!row) throw new AppError('not_found');
  return row;
}

/** The products of a producer as owners of facts. */
export const productOwners = (ctx: Ctx, producer: string): Promise<Owner[]> =>
  ctx.db
    .selectFrom('products.product')
    .select(columns)
    .where('producer_id', '=', producer)
    .where('merged_into', 'is', null)
    .limit(200)
    .execute();

/** What everybody may read of the facts about a product; where a household sells may be its home, and stays out. */
export async function publicProductFacts(
  ctx: Ctx,
  product: { id: string; producer_kind: string | null },
): Promise<OpenFact[]> {
  const open = await facts.openTo(ctx, product.id);
  if (product.producer_kind !== 'household') return open;
  return open.map(({ said, ...fact }) => {
    const { address, ...rest } = said;
    return { ...fact, said: fact.kind === 'sales_place' || address === undefined ? rest : said };
  });
}
