import { isProducer } from '#domain/identity/rules';
import { action, touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { actOf } from './acts.ts';
import { canAnswerEntry, mayHelp, voiceOf } from './policy.ts';
import { answer, helpedProducer, lockEntry } from './rows.ts';
import { ConfirmEntry, DisputeEntry, EnterOnBehalf } from './schema.ts';

/**
 * An officer at the counter does, with the producer's voice, what the producer could do itself: the act runs by the
 * producer's own rights, and the entry says who typed it until the producer has confirmed it.
 * @returns the ids of the entry and of what was entered
 * @throws AppError not_found, refused, and whatever the act throws
 */
export const enterOnBehalf = action(
  { name: 'behalf.enter', input: EnterOnBehalf, may: mayHelp },
  async (tx, { producer: id, act: name, input }) => {
    const { act, thingOf } = actOf(name);
    const producer = await helpedProducer(tx, id);
    const officer = tx.actor!;
    const result = await act({ ...tx, actor: voiceOf(officer, producer.id) }, input);
    const thing = thingOf(input, result);
    const entry = newId();
    await tx.db
      .insertInto('behalf.entry')
      .values({
        id: entry,
        producer_id: producer.id,
        area_path: producer.area_path,
        act: name,
        thing_kind: thing.kind,
        thing_id: thing.id,
        fact_kind: thing.fact_kind,
        thing_version: thing.version,
        entered_by: officer.id,
        entered_at: tx.now,
        changed_by: officer.id,
        changed_at: tx.now,
      })
      .execute();
    await record(
      tx,
      'behalf.entered',
      { kind: 'producer', id: producer.id, area: producer.area_path },
      { entry, [thing.kind]: thing.id, ...(thing.fact_kind && { fact_kind: thing.fact_kind }) },
    );
    touch(tx, `producer:${producer.id}`);
    return { entry, id: thing.id };
  },
);

/** The entry, locked, if this person answers for the producer, and as they saw it. @throws AppError not_found, refused, state.conflict */
async function lockAsked(tx: Tx, id: string, version: number) {
  const entry = await lockEntry(tx, id);
  if (!canAnswerEntry(tx.actor, entry)) throw new AppError('refused');
  if (entry.version !== version) throw new AppError('state.conflict', { details: { reason: 'behalf.meanwhile' } });
  return entry;
}

/** The producer's own person says that it is so. @throws AppError not_found, refused, state.conflict */
export const confirmEntry = action(
  { name: 'behalf.confirm', input: ConfirmEntry, may: isProducer },
  async (tx, input) => {
    const entry = await lockAsked(tx, input.entry, input.version);
    await answer(tx, entry, 'confirm', { how: 'signed_in', answered_by: tx.actor!.id });
    touch(tx, `producer:${entry.producer_id}`);
  },
);

/** The producer's own person says that it is wrong, and why: it goes back to the officers. @throws AppError not_found, refused, state.conflict, input.invalid */
export const disputeEntry = action(
  { name: 'behalf.dispute', input: DisputeEntry, may: isProducer },
  async (tx, input) => {
    const entry = await lockAsked(tx, input.entry, input.version);
    await answer(tx, entry, 'dispute', { answered_by: tx.actor!.id, words: input.words });
    touch(tx, `producer:${entry.producer_id}`);
  },
);
