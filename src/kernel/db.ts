import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { DB } from './tables.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number); // đồng and counts stay far below 2^53
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text); // a day is a day, not an instant

export type Db = Kysely<DB>;

/** Statements with parameters are prepared once per connection: a third faster on small reads. */
class PreparingClient extends pg.Client {
  // @types/pg overloads `query` eight times; the pool and Kysely use this one shape.
  override query = ((config: unknown, values?: unknown, callback?: unknown) => {
    const prepared = typeof config === 'string' && Array.isArray(values) && values.length > 0;
    const given = prepared ? { name: nameOf(config as string), text: config, values } : config;
    return super.query(given as never, (prepared ? undefined : values) as never, callback as never);
  }) as unknown as pg.Client['query'];
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) {
    name = createHash('sha1').update(text).digest('base64url');
    if (names.size < 2000) names.set(text, name);
  }
  return name;
}

/** Opens a pool of at most `max` connections. The caller ends it by `db.destroy()`. */
export function openDb(url: string, max = 10): { pool: pg.Pool; db: Db } {
  const pool = new pg.Pool({ connectionString: url, max, options: '-c timezone=UTC', Client: PreparingClient });
  pool.on('error', () => {}); // an idle connection that the server closed; the next query opens another
  return { pool, db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }) };
}
