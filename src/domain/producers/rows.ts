import { sql } from 'kysely';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { assertStands } from '#kernel/pointers';
import { exact, fold } from '#kernel/text';
import { canEditProducer, canSpeakFor } from './policy.ts';

/** The words of a name as the list of producers is searched: with marks and without. */
export const searchOf = (name: string) => sql<string>`to_tsvector('simple', ${`${fold(name)} ${exact(name)}`})`;

/** The producer, locked, if this person may edit it. A stranger's is not found; a citation is refused, one merged away is a conflict. */
export const lockEditable = (tx: Tx, id: string) => lock(tx, id, canEditProducer);

/** The producer, locked, for its own people, too: what it says of itself. @throws AppError not_found, refused */
export const lockOwn = (tx: Tx, id: string) => lock(tx, id, canSpeakFor);

async function lock(tx: Tx, id: string, may: typeof canEditProducer) {
  const producer = await tx.db
    .selectFrom('producers.producer')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!producer) throw new AppError('not_found');
  if (!may(tx.actor, producer)) throw new AppError('refused');
  assertStands(producer);
  return producer;
}
