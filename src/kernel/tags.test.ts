import { expect, test, vi } from 'vitest';
import { sql } from 'kysely';
import { openTags, listenTags } from './tags.ts';
import { openLog } from './log.ts';
import { freshDatabase } from '../../test/database.ts';

test('what was made before a change is stale, what was made after is fresh', () => {
  const tags = openTags();
  const before = tags.tick();
  tags.changed(['product:1']);
  const after = tags.tick();
  expect([
    tags.fresh(['product:1'], before),
    tags.fresh(['product:2'], before),
    tags.fresh(['product:1'], after),
  ]).toEqual([false, true, true]);
});

test('a notice of "anything" makes everything stale', () => {
  const tags = openTags();
  const before = tags.tick();
  tags.hear('["*"]');
  expect([tags.fresh(['product:2'], before), tags.fresh(['product:2'], tags.tick())]).toEqual([false, true]);
});

test('another process hears a change at commit, and none from a write that failed', async () => {
  const { db, url } = await freshDatabase();
  const tags = listenTags(url, openLog('silent'));
  const heard: string[][] = [];
  tags.listen((changed) => heard.push(changed));
  await vi.waitFor(() => expect(heard).toEqual([[]])); // connected: anything may have changed before
  const failed = db.transaction().execute(async (tx) => {
    await sql`select pg_notify('touched', '["product:lost"]')`.execute(tx);
    throw new Error('failed');
  });
  await expect(failed).rejects.toThrow('failed');
  await sql`select pg_notify('touched', '["product:kept"]')`.execute(db);
  await vi.waitFor(() => expect(heard).toEqual([[], ['product:kept']]));
  await tags.close();
});
