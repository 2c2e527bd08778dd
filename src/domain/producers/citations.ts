import type { Tx } from '#kernel/context';
import { newId } from '#kernel/ids';
import { fold } from '#kernel/text';
import { searchOf } from './rows.ts';

/** A producer that a public source names: its name and kind as reported, nothing else. @returns its id, the same for the same name */
export async function cite(tx: Tx, given: { name: string; kind: string | null; area_path: string }): Promise<string> {
  const known = await tx.db
    .selectFrom('producers.producer')
    .select('id')
    .where('origin', '=', 'citation')
    .where('name', '=', given.name)
    .executeTakeFirst();
  if (known) return known.id;
  const id = newId();
  await tx.db
    .insertInto('producers.producer')
    .values({
      id,
      origin: 'citation',
      ...given,
      folded: fold(given.name),
      search: searchOf(given.name),
      changed_at: tx.now,
      created_at: tx.now,
    })
    .execute();
  return id;
}
