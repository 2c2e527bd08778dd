import type { Insertable } from 'kysely';
import type { Tx } from '#kernel/context';
import { newId } from '#kernel/ids';
import type { DB } from '#kernel/tables';

type Letter = Omit<Insertable<DB['grading.letter']>, 'id' | 'sent_on' | 'sent_at'>;

/** Sends the letters of a write, in the write itself: nobody hears of a result before it stands, or stands without being told. */
export async function sendLetters(tx: Tx, letters: readonly Letter[]): Promise<void> {
  if (!letters.length) return;
  const rows = letters.map((letter) => ({ ...letter, id: newId(), sent_on: tx.today, sent_at: tx.now }));
  await tx.db.insertInto('grading.letter').values(rows).execute();
}
