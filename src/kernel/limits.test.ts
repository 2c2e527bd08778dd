import { expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { ctxOf } from '../../test/makers/context.ts';
import { openDb } from './db.ts';
import { forgive, limit } from './limits.ts';

test('several processes share one count, and the one above the most is told how long to wait', async () => {
  const { db, url } = await freshDatabase();
  const other = openDb(url).db;
  const contexts = [ctxOf(db, null), ctxOf(other, null)];
  for (let i = 0; i < 4; i++) await limit(contexts[i % 2]!, 'door', 4, 600);
  await expect(limit(contexts[0]!, 'door', 4, 600)).rejects.toMatchObject({
    code: 'limit.reached',
    details: { minutes: 10 },
  });
  await limit(contexts[1]!, 'another door', 4, 600);
  await forgive(contexts[1]!, 'door');
  await limit(contexts[0]!, 'door', 4, 600);
  await other.destroy();
});

test('many at once are counted one by one', async () => {
  const { db } = await freshDatabase();
  const ctx = ctxOf(db, null);
  const tries = await Promise.allSettled(Array.from({ length: 12 }, () => limit(ctx, 'rush', 5, 600)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
});
