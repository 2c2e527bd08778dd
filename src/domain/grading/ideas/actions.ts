import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { assertStands } from '#kernel/pointers';
import { nextVersion } from '#kernel/versions';
import { communeOfToday } from '#domain/identity/communes';
import { registerProduct } from '#domain/products/actions';
import { canDecideIdea, canWriteIdea, mayDecideIdeas, mayWriteIdeas } from './policy.ts';
import { type LockedIdea, lockIdea, step } from './rows.ts';
import { after, type Body, canBecomeProduct, isOpen, missingIn, type Stage } from './rules.ts';
import {
  BecomeProduct,
  BeginIdea,
  BeginPlan,
  DecideIdea,
  OneIdea,
  RemarkIdea,
  WriteIdea,
  WritePlan,
} from './schema.ts';

const tell = (
  tx: Tx,
  type:
    | 'idea.begun'
    | 'idea.sent'
    | 'idea.remarked'
    | 'idea.decided'
    | 'idea.carried_on'
    | 'idea.retracted'
    | 'idea.became_product',
  { id, area_path }: { id: string; area_path: string },
  data: Record<string, unknown>,
) => record(tx, type, { kind: 'idea', id, area: area_path }, data);

type Said = { name: string; set_no: number | null; commune: string; send: boolean };

const meanwhile = () => new AppError('state.conflict', { details: { reason: 'ideas.meanwhile' } });

/** @throws AppError input.invalid with what is missing before it can be sent */
function assertWhole(stage: Stage, body: Body): void {
  const issues = missingIn(stage, body);
  if (issues.length) throw new AppError('input.invalid', { issues });
}

/** Each idea that is sent tells the officers of the place, by mail too: more within a day are nobody's earnest. */
const perDay = 50;

/** @throws AppError limit.reached with the minutes to wait */
async function assertFew(tx: Tx, producer: string): Promise<void> {
  const day = 86_400_000;
  const first = await tx.db
    .selectFrom('grading.idea')
    .select('opened_at')
    .where('producer_id', '=', producer)
    .where('opened_at', '>', new Date(tx.now.getTime() - day))
    .orderBy('opened_at', 'desc')
    .offset(perDay - 1)
    .limit(1)
    .executeTakeFirst();
  if (!first) return;
  const wait = first.opened_at.getTime() + day - tx.now.getTime();
  throw new AppError('limit.reached', { details: { minutes: Math.max(1, Math.ceil(wait / 60_000)) } });
}

async function begin(tx: Tx, stage: Stage, producerId: string, { name, set_no, commune, send }: Said, body: Body) {
  const producer = await tx.db
    .selectFrom('producers.producer')
    .select(['id', 'merged_into'])
    .where('id', '=', producerId)
    .forKeyShare() // waits for a merge that is under way, and sees what it did
    .executeTakeFirst();
  if (!producer) throw new AppError('not_found');
  if (!canWriteIdea(tx.actor, { producer_id: producer.id })) throw new AppError('refused');
  assertStands(producer);
  await assertFew(tx, producer.id);
  if (send) assertWhole(stage, body);
  const area_path = await communeOfToday(tx, commune);
  const id = newId();
  const by = authorOf(tx);
  await tx.db
    .insertInto('grading.idea')
    .values({
      id,
      producer_id: producer.id,
      area_path,
      commune_id: commune,
      stage,
      status: send ? 'submitted' : 'draft',
      name,
      set_no,
      [stage]: JSON.stringify(body),
      submitted_at: send ? tx.now : null,
      opened_at: tx.now,
      opened_by: by,
      changed_at: tx.now,
      changed_by: by,
    })
    .execute();
  await tell(tx, 'idea.begun', { id, area_path }, { stage });
  if (send) await sent(tx, { id, area_path }, stage);
  return { id };
}

async function sent(tx: Tx, idea: { id: string; area_path: string }, stage: Stage) {
  await step(tx, idea.id, stage, 'sent');
  await tell(tx, 'idea.sent', idea, { stage });
}

async function write(tx: Tx, id: string, version: number, stage: Stage, said: Said, body: Body) {
  const idea = await lockIdea(tx, id, version);
  if (!canWriteIdea(tx.actor, idea)) throw new AppError('refused');
  if (idea.stage !== stage || !isOpen(idea.status)) throw meanwhile();
  const { name, set_no, commune, send } = said;
  if (send) assertWhole(stage, body);
  const area_path = await communeOfToday(tx, commune);
  await tx.db
    .updateTable('grading.idea')
    .set({
      name,
      set_no,
      commune_id: commune,
      area_path,
      [stage]: JSON.stringify(body),
      ...(send && { status: after(idea.status, 'send'), submitted_at: tx.now }),
      ...nextVersion(tx, idea),
    })
    .where('id', '=', id)
    .execute();
  if (send) await sent(tx, { id, area_path }, stage);
  return { id };
}

/** Writes down an idea of a product: a draft, or sent at once. @returns its id @throws AppError not_found, refused, limit.reached, input.invalid */
export const beginIdea = action(
  { name: 'ideas.begin', input: BeginIdea, may: mayWriteIdeas },
  async (tx, { producer, name, set_no, commune, send, ...body }) =>
    begin(tx, 'idea', producer, { name, set_no, commune, send }, body),
);

/** Begins a business plan without an idea before it. @returns its id @throws AppError not_found, refused, limit.reached, input.invalid */
export const beginPlan = action(
  { name: 'ideas.begin_plan', input: BeginPlan, may: mayWriteIdeas },
  async (tx, { producer, name, set_no, commune, send, ...body }) =>
    begin(tx, 'plan', producer, { name, set_no, commune, send }, body),
);

/** Saves an idea, or sends it, for the first time or again. @throws AppError not_found, refused, version.stale, state.conflict, input.invalid */
export const writeIdea = action(
  { name: 'ideas.write', input: WriteIdea, may: mayWriteIdeas },
  async (tx, { id, version, name, set_no, commune, send, ...body }) =>
    write(tx, id, version, 'idea', { name, set_no, commune, send }, body),
);

/** Saves a business plan, or sends it. @throws AppError not_found, refused, version.stale, state.conflict, input.invalid */
export const writePlan = action(
  { name: 'ideas.write_plan', input: WritePlan, may: mayWriteIdeas },
  async (tx, { id, version, name, set_no, commune, send, ...body }) =>
    write(tx, id, version, 'plan', { name, set_no, commune, send }, body),
);

async function set(tx: Tx, idea: LockedIdea, values: Record<string, unknown>) {
  await tx.db
    .updateTable('grading.idea')
    .set({ ...values, ...nextVersion(tx, idea) })
    .where('id', '=', idea.id)
    .execute();
}

/** The producer takes it back. @throws AppError not_found, refused, version.stale, state.conflict */
export const retractIdea = action(
  { name: 'ideas.retract', input: OneIdea, may: mayWriteIdeas },
  async (tx, { id, version }) => {
    const idea = await lockIdea(tx, id, version);
    if (!canWriteIdea(tx.actor, idea)) throw new AppError('refused');
    await set(tx, idea, { status: after(idea.status, 'retract') });
    await step(tx, id, idea.stage, 'retracted');
    await tell(tx, 'idea.retracted', idea, { stage: idea.stage });
  },
);

/** An accepted idea is carried on into a business plan. @throws AppError not_found, refused, version.stale, state.conflict */
export const carryOn = action(
  { name: 'ideas.carry_on', input: OneIdea, may: mayWriteIdeas },
  async (tx, { id, version }) => {
    const idea = await lockIdea(tx, id, version);
    if (!canWriteIdea(tx.actor, idea)) throw new AppError('refused');
    if (idea.stage !== 'idea' || idea.status !== 'accepted') throw meanwhile();
    // What the idea said already is not asked again.
    const { material = null, market = null, makers = null } = idea.idea;
    const plan = JSON.stringify({ ...idea.plan, material, market, staff: makers });
    await set(tx, idea, { stage: 'plan', status: 'draft', plan });
    await step(tx, id, 'plan', 'carried_on');
    await tell(tx, 'idea.carried_on', idea, {});
  },
);

/** An officer remarks on it; it stays where it is, and the producer reads it. @throws AppError not_found, refused */
export const remarkIdea = action(
  { name: 'ideas.remark', input: RemarkIdea, may: mayDecideIdeas },
  async (tx, { id, words }) => {
    const idea = await lockIdea(tx, id, null);
    if (!canDecideIdea(tx.actor, idea)) throw new AppError('refused');
    await step(tx, id, idea.stage, 'remarked', words);
    await tell(tx, 'idea.remarked', idea, { stage: idea.stage });
  },
);

/** An officer accepts it, or returns it with reasons. @throws AppError not_found, refused, version.stale, state.conflict, input.invalid */
export const decideIdea = action(
  { name: 'ideas.decide', input: DecideIdea, may: mayDecideIdeas },
  async (tx, { id, version, verdict, words }) => {
    const idea = await lockIdea(tx, id, version);
    if (!canDecideIdea(tx.actor, idea)) throw new AppError('refused');
    const status = after(idea.status, verdict);
    await set(tx, idea, { status, ...(verdict === 'accept' && { [`${idea.stage}_accepted_on`]: tx.today }) });
    await step(tx, id, idea.stage, verdict === 'accept' ? 'accepted' : 'returned', words);
    await tell(tx, 'idea.decided', idea, { stage: idea.stage, verdict });
  },
);

/**
 * What was accepted becomes a product of the register, with the name, the set and the place that it says.
 * @returns the product's id @throws AppError not_found, refused, version.stale, state.conflict, input.invalid
 */
export const becomeProduct = action(
  { name: 'ideas.become_product', input: BecomeProduct, may: mayDecideIdeas },
  async (tx, { id, version, set_no }) => {
    const idea = await lockIdea(tx, id, version);
    if (!canDecideIdea(tx.actor, idea)) throw new AppError('refused');
    if (!canBecomeProduct(idea)) throw meanwhile();
    const { name, commune_id: commune, producer_id: producer } = idea;
    const product = await registerProduct(tx, { producer, name, set_no: String(set_no), commune });
    await set(tx, idea, { product_id: product.id, set_no });
    await step(tx, id, idea.stage, 'registered');
    await tell(tx, 'idea.became_product', idea, { product: product.id });
    return { product: product.id };
  },
);
