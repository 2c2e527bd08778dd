import type { Db } from './db.ts';

/** What this installation remembers of itself, by key; undefined if it was never written. */
export async function readSetting(db: Db, key: string): Promise<unknown> {
  const row = await db.selectFrom('kernel.setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

/** Writes a setting over the one before. */
export async function writeSetting(db: Db, key: string, value: unknown): Promise<void> {
  await db
    .insertInto('kernel.setting')
    .values({ key, value: JSON.stringify(value) })
    .onConflict((at) => at.column('key').doUpdateSet({ value: JSON.stringify(value) }))
    .execute();
}

/** Writes a setting that is written once. @returns false if it stood already; a second writer waits for the first */
export async function claimSetting(db: Db, key: string, value: unknown): Promise<boolean> {
  const made = await db
    .insertInto('kernel.setting')
    .values({ key, value: JSON.stringify(value) })
    .onConflict((at) => at.doNothing())
    .returning('key')
    .executeTakeFirst();
  return !!made;
}
