import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { nextVersion } from '#kernel/versions';
import { canSpeakOnBehalf } from './policy.ts';
import { after, type Move } from './rules.ts';

/** The producer for whom this officer speaks. @throws AppError not_found, refused */
export async function helpedProducer(ctx: Ctx | Tx, id: string) {
  const producer = await (ctx as Ctx).db
    .selectFrom('producers.producer')
    .select(['id', 'name', 'origin', 'area_path'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!producer) throw new AppError('not_found');
  if (!canSpeakOnBehalf(ctx.actor, producer)) throw new AppError('refused');
  return producer;
}

/** An entry, locked. @throws AppError not_found */
export async function lockEntry(tx: Tx, id: string) {
  const entry = await tx.db.selectFrom('behalf.entry').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!entry) throw new AppError('not_found');
  return entry;
}

export type Entry = Awaited<ReturnType<typeof lockEntry>>;

/** What was said to an entry: how it was confirmed, or why it is wrong. */
type Answer = {
  how?: 'signed_in' | 'code' | 'paper';
  answered_by: string | null;
  paper_id?: string | null;
  words?: string | null;
};

/**
 * Writes what the producer said to an entry. @throws AppError state.conflict for one that was answered or changed meanwhile
 */
export async function answer(tx: Tx, entry: Entry, move: Exclude<Move, 'overtake'>, said: Answer): Promise<void> {
  const state = after(entry.state, move);
  if (!state) throw new AppError('state.conflict', { details: { reason: 'behalf.meanwhile' } });
  await tx.db
    .updateTable('behalf.entry')
    .set({ state, words: null, ...said, answered_at: tx.now, ...nextVersion(tx, entry) })
    .where('id', '=', entry.id)
    .execute();
  await record(
    tx,
    state === 'confirmed' ? 'behalf.confirmed' : 'behalf.disputed',
    { kind: 'producer', id: entry.producer_id, area: entry.area_path },
    { entry: entry.id, [entry.thing_kind]: entry.thing_id, ...(said.how && { how: said.how }) },
  );
}
