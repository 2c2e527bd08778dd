import { touch } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { assertStands } from '#kernel/pointers';
import { datedFacts, type OpenFact, type Owner } from './dated.ts';
import { kinds } from './kinds.ts';

const ownerOf = ({ id, origin, area_path }: Omit<Owner, 'organisation'>): Owner => ({
  id,
  origin,
  area_path,
  organisation: id,
});

async function lock(tx: Tx, id: string): Promise<Owner> {
  const row = await tx.db
    .selectFrom('producers.producer')
    .select(['id', 'origin', 'area_path', 'merged_into'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  assertStands(row);
  return ownerOf(row);
}

/** A fact that another one names must stand, and be of the same producer. @throws AppError input.invalid */
async function assertOwn(tx: Tx, owner: Owner, path: string, table: 'facility' | 'sourcing_area', id: unknown) {
  if (id === null || id === undefined) return;
  const own = await tx.db
    .selectFrom(table === 'facility' ? 'producers.facility' : 'producers.sourcing_area')
    .select('id')
    .where('id', '=', String(id))
    .where('producer_id', '=', owner.id)
    .where('superseded_at', 'is', null)
    .executeTakeFirst();
  if (!own) throw fieldError(path, 'fields.choice');
}

/** The producer of the register that a tax code or an id names. @throws AppError input.invalid at `partner_id` */
async function partnerOf(tx: Tx, owner: Owner, key: unknown): Promise<string | null> {
  if (key === null || key === undefined) return null;
  const found = await tx.db
    .selectFrom('producers.producer')
    .select(({ fn }) => fn.coalesce('merged_into', 'id').as('id'))
    .where(isId(String(key)) ? 'id' : 'tax_code', '=', String(key))
    .executeTakeFirst();
  if (!found) throw fieldError('partner_id', 'facts.partner_unknown');
  if (found.id === owner.id) throw fieldError('partner_id', 'facts.partner_self');
  return found.id;
}

const facts = datedFacts({
  room: 'producers',
  owner: 'producer',
  kinds,
  lock,
  show: (tx, owner) => touch(tx, `producer:${owner.id}`),
  async settle(tx, owner, _, values) {
    await assertOwn(tx, owner, 'facility_id', 'facility', values.facility_id);
    await assertOwn(tx, owner, 'sourcing_area_id', 'sourcing_area', values.sourcing_area_id);
    return 'partner_id' in values ? { ...values, partner_id: await partnerOf(tx, owner, values.partner_id) } : values;
  },
});

export const {
  enter: enterProducerFact,
  correct: correctProducerFact,
  end: endProducerFact,
  takeBack: takeBackProducerFact,
  check: checkProducerFact,
  of: producerFacts,
  ownerOf: producerOfFact,
  wordings: producerFactWordings,
} = facts;

/** The producer as the owner of facts. @throws AppError not_found */
export async function producerOwner(ctx: Ctx, id: string): Promise<Owner> {
  const row = isId(id)
    ? await ctx.db
        .selectFrom('producers.producer')
        .select(['id', 'origin', 'area_path'])
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw new AppError('not_found');
  return ownerOf(row);
}

/** What everybody may read of the facts about a producer; where a household grows may be its home, and stays out. */
export async function publicProducerFacts(ctx: Ctx, producer: { id: string; isPrivate: boolean }): Promise<OpenFact[]> {
  const open = await facts.openTo(ctx, producer.id);
  return open.filter(({ kind }) => kind !== 'sourcing_area' || !producer.isPrivate);
}
