import { sql } from 'kysely';
import { isOfficer } from '#domain/identity/rules';
import { reachOf } from '#domain/papers/policy';
import { producerFactWordings, producerOfFact, producerOwner } from '#domain/producers/facts';
import { kinds as producerKinds } from '#domain/producers/kinds';
import { barToFact } from '#domain/producers/policy';
import { productFactWordings, productOfFact, productOwner } from '#domain/products/facts';
import { action, touch } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { within } from '#domain/areas/scopes';
import { SendBackFact } from './schema.ts';

/** The fact as it stands and its owner. @throws AppError not_found */
async function standing(tx: Tx, kind: string, fact: string) {
  const isProducers = Object.hasOwn(producerKinds, kind);
  const owner = await (isProducers ? producerOfFact : productOfFact)(tx, kind, fact);
  if (!owner) throw new AppError('not_found');
  const wordings = await (isProducers ? producerFactWordings : productFactWordings)(tx, kind, fact);
  const current = wordings.find(({ superseded_at }) => !superseded_at);
  if (!current) throw new AppError('not_found');
  return {
    current,
    owner: await (isProducers ? producerOwner : productOwner)(tx, owner),
    word: isProducers ? 'producer' : 'product',
  };
}

/**
 * An official does not confirm what a producer said of itself: the fact stays unchecked, and its producer reads why, until
 * they word it anew.
 * @throws AppError not_found, refused, state.conflict for one that was checked or sent back meanwhile
 */
export const sendBackFact = action(
  { name: 'proposals.send_back_fact', input: SendBackFact, may: isOfficer },
  async (tx, input) => {
    const { current, owner, word } = await standing(tx, input.kind, input.id);
    if (barToFact(tx.actor, owner, {})) throw new AppError('refused');
    if (current.checked || current.version !== input.version || !owner.organisation)
      throw new AppError('state.conflict', { details: { reason: 'facts.changed_meanwhile' } });
    const written = await tx.db
      .insertInto('proposals.sent_back')
      .values({
        fact_id: input.id,
        fact_version: input.version,
        fact_kind: input.kind,
        producer_id: owner.organisation,
        reason: input.reason,
        sent_by: authorOf(tx),
        sent_at: tx.now,
      })
      .onConflict((at) => at.columns(['fact_id', 'fact_version']).doNothing())
      .returning('fact_id')
      .executeTakeFirst();
    if (!written) throw new AppError('state.conflict', { details: { reason: 'facts.changed_meanwhile' } });
    await record(
      tx,
      'fact.sent_back',
      { kind: word, id: owner.id, area: owner.area_path },
      { fact: input.id, fact_kind: input.kind },
    );
    touch(tx, `${word}:${owner.id}`);
  },
);

/** Why wordings of facts were sent back, by `id:version`, for whoever may see them. */
export async function sentBack(
  ctx: Ctx,
  facts: readonly { id: string; version: number }[],
): Promise<Map<string, string>> {
  const { areas, organisations } = reachOf(ctx.actor);
  if (!facts.length || (!areas.length && !organisations.length)) return new Map();
  const { rows } = await sql<{ fact_id: string; fact_version: number; reason: string }>`
    select back.fact_id, back.fact_version, back.reason from proposals.sent_back back
    join producers.producer on producer.id = back.producer_id
    where back.fact_id = any(${facts.map((fact) => fact.id)}::uuid[]) and (back.producer_id = any(${organisations}::uuid[])
      or ${within('producer.area_path', areas)})`.execute(ctx.db);
  return new Map(rows.map((row) => [`${row.fact_id}:${row.fact_version}`, row.reason]));
}
