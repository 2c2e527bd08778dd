import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { parse } from '#kernel/fields';
import { newId } from '#kernel/ids';
import { nextVersion } from '#kernel/versions';
import { isOfficer, isProducer } from '#domain/identity/rules';
import { isOwnOf } from '#domain/producers/policy';
import { actOf, subjectOf } from './acts.ts';
import { canAnswer, canDecide } from './policy.ts';
import { after, type Move, needsReason } from './rules.ts';
import { AnswerProposal, DecideProposal, MakeProposal, WithdrawProposal } from './schema.ts';

/** Each proposal tells the officers of the place, by mail too: more within a day are nobody's earnest. */
const perDay = 100;

/** @throws AppError limit.reached with the minutes to wait */
async function assertFew(tx: Tx, producer: string): Promise<void> {
  const day = 86_400_000;
  const first = await tx.db
    .selectFrom('proposals.proposal')
    .select('proposed_at')
    .where('producer_id', '=', producer)
    .where('proposed_at', '>', new Date(tx.now.getTime() - day))
    .orderBy('proposed_at', 'desc')
    .offset(perDay - 1)
    .limit(1)
    .executeTakeFirst();
  if (!first) return;
  const wait = first.proposed_at.getTime() + day - tx.now.getTime();
  throw new AppError('limit.reached', { details: { minutes: Math.max(1, Math.ceil(wait / 60_000)) } });
}

/**
 * Proposes a change of data that an official has checked. What is wrong with it is told now, by the schema of the action
 * that will do it. The same words sent twice, by a second tap on a slow line, are one proposal.
 * @returns its id @throws AppError not_found, refused, limit.reached, input.invalid
 */
export const makeProposal = action(
  { name: 'proposals.make', input: MakeProposal, may: isProducer },
  async (tx, { act: name, input, note }) => {
    const act = actOf(name);
    parse(act.act.spec.input, input);
    const subject = await subjectOf(tx, act, input);
    if (!subject.organisation || !isOwnOf(tx.actor, subject.organisation)) throw new AppError('refused');
    const by = tx.actor!.id;
    await sql`select pg_advisory_xact_lock(hashtext(${`proposals.make ${by}`}))`.execute(tx.db);
    const same = await tx.db
      .selectFrom('proposals.proposal')
      .select('id')
      .where('producer_id', '=', subject.organisation)
      .where('subject_id', '=', subject.id)
      .where('proposed_by', '=', by)
      .where('act', '=', name)
      .where('state', '=', 'open')
      .where(sql<boolean>`input = ${JSON.stringify(input)}::jsonb and note is not distinct from ${note}`)
      .executeTakeFirst();
    if (same) return same;
    await assertFew(tx, subject.organisation);
    const id = newId();
    await tx.db
      .insertInto('proposals.proposal')
      .values({
        id,
        producer_id: subject.organisation,
        subject_kind: act.subject,
        subject_id: subject.id,
        area_path: subject.area_path,
        act: name,
        input: JSON.stringify(input),
        note,
        state: 'open',
        proposed_by: by,
        proposed_at: tx.now,
        changed_by: by,
        changed_at: tx.now,
      })
      .execute();
    await tell(
      tx,
      'proposal.made',
      { ...subject, subject_kind: act.subject, subject_id: subject.id },
      { proposal: id },
    );
    return { id };
  },
);

type Told = { subject_kind: string; subject_id: string; area_path: string };
type Type = 'proposal.made' | 'proposal.answered' | 'proposal.withdrawn' | 'proposal.decided';

const tell = (tx: Tx, type: Type, { subject_kind, subject_id, area_path }: Told, data: object) =>
  record(tx, type, { kind: subject_kind, id: subject_id, area: area_path }, { ...data });

type Row = Awaited<ReturnType<typeof lockProposal>>;

async function lockProposal(tx: Tx, id: string) {
  const row = await tx.db
    .selectFrom('proposals.proposal')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/**
 * The next state, if the proposal still stands as it was seen: of two who decide one, the second is told who was first.
 * @throws AppError state.conflict
 */
async function next(tx: Tx, row: Row, version: number, move: Move) {
  const state = after(row.state, move);
  if (row.version === version && state) return state;
  const person = row.changed_by
    ? await tx.db.selectFrom('identity.person').select('name').where('id', '=', row.changed_by).executeTakeFirst()
    : undefined;
  throw new AppError('state.conflict', {
    details: { reason: 'proposals.meanwhile', by: person?.name ?? 'OpenOCOP', state: row.state },
  });
}

const move = (tx: Tx, row: Row, values: { state: string; note?: string; reason?: string | null }) =>
  tx.db
    .updateTable('proposals.proposal')
    .set({ ...values, ...nextVersion(tx, row) })
    .where('id', '=', row.id)
    .execute();

/** The producer answers what an official asked. @throws AppError not_found, refused, state.conflict */
export const answerProposal = action(
  { name: 'proposals.answer', input: AnswerProposal, may: isProducer },
  async (tx, input) => {
    const row = await lockProposal(tx, input.proposal);
    if (!canAnswer(tx.actor, row)) throw new AppError('refused');
    await move(tx, row, { state: await next(tx, row, input.version, 'answer'), note: input.note });
    await tell(tx, 'proposal.answered', row, { proposal: row.id });
  },
);

/** The producer takes the proposal back. @throws AppError not_found, refused, state.conflict */
export const withdrawProposal = action(
  { name: 'proposals.withdraw', input: WithdrawProposal, may: isProducer },
  async (tx, input) => {
    const row = await lockProposal(tx, input.proposal);
    if (!canAnswer(tx.actor, row)) throw new AppError('refused');
    await move(tx, row, { state: await next(tx, row, input.version, 'withdraw') });
    await tell(tx, 'proposal.withdrawn', row, { proposal: row.id });
  },
);

/**
 * An official accepts (the change is made, as theirs, in this transaction), refuses or asks again, with the reason that
 * the producer reads. @throws AppError not_found, refused, state.conflict, input.invalid, and what the change itself throws
 */
export const decideProposal = action(
  { name: 'proposals.decide', input: DecideProposal, may: isOfficer },
  async (tx, { decision, ...input }) => {
    const row = await lockProposal(tx, input.proposal);
    if (!canDecide(tx.actor, row)) throw new AppError('refused');
    if (needsReason(decision) && !input.reason) throw fieldError('reason', 'fields.required');
    const state = await next(tx, row, input.version, decision);
    if (decision === 'accept') await carryOut(tx, row);
    await move(tx, row, { state, reason: input.reason });
    await tell(tx, 'proposal.decided', row, { proposal: row.id, decision });
  },
);

/** Does what was proposed. Data that changed since is told in words that name the way out: ask the producer again. */
async function carryOut(tx: Tx, row: Row) {
  try {
    await actOf(row.act).act(tx, row.input);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'refused') throw error;
    const reason = error.code === 'version.stale' || error.code === 'not_found' ? 'proposals.stale' : undefined;
    if (!reason) throw error;
    throw new AppError('state.conflict', { details: { reason } });
  }
}
