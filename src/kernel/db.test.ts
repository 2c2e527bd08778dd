import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { openDb } from './db.ts';

test('what is asked often is prepared, what is rare is not, and a connection keeps a hundred at most', async () => {
  const { url } = await freshDatabase();
  const { db } = openDb(url, 1);
  const ask = (text: string, times: number) =>
    Array.fromAsync({ length: times }, () => sql`select ${1}::int as ${sql.raw(text)}`.execute(db));
  const kept = async () => {
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db);
    return rows.map(({ statement }) => statement);
  };
  await ask('often', 5);
  for (let i = 0; i < 300; i++) await ask(`rare_${i}`, 1);
  expect(await kept()).toEqual(['select $1::int as often']);
  for (let i = 0; i < 300; i++) await ask(`frequent_${i}`, 5);
  expect(await kept()).toHaveLength(100);
  expect(await ask('often', 1)).toMatchObject([{ rows: [{ often: 1 }] }]);
  await db.destroy();
});

test('a connection that ends while somebody holds it ends no process: whoever holds it hears of it', async () => {
  const { db, url } = await freshDatabase();
  const { db: killer } = openDb(url, 1);
  await db.connection().execute(async (held) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(held);
    await sql`select pg_terminate_backend(${rows[0]!.pid}, 5000)`.execute(killer); // an error without a listener would end this test run
    await expect(sql`select 1`.execute(held)).rejects.toThrow(/connection/i);
  });
  expect((await sql`select 1 as n`.execute(db)).rows).toEqual([{ n: 1 }]);
  await killer.destroy();
});
