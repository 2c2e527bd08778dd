import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { DB } from './tables.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number); // đồng and counts stay far below 2^53
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text); // a day is a day, not an instant

export type Db = Kysely<DB>;

/**
 * What is prepared: a text asked `often` enough, and at most `most` of them on one connection, for PostgreSQL keeps
 * each one's plans (some 100 KB) as long as the connection lives. Filters combine to thousands of texts; a stranger who
 * tries them all would fill its memory. Connections are made anew after `seconds`, so none holds what is rare for ever.
 */
const prepared = { often: 4, most: 100, remembered: 2000, seconds: 900 };

/** Statements with parameters that are asked again and again are prepared once per connection: a third faster on small reads. */
class PreparingClient extends pg.Client {
  readonly #names = new Set<string>();

  // @types/pg overloads `query` eight times; the pool and Kysely use this one shape.
  override query = ((config: unknown, values?: unknown, callback?: unknown) => {
    const name = typeof config === 'string' && Array.isArray(values) && values.length ? this.#nameFor(config) : '';
    const given = name ? { name, text: config, values } : config;
    return super.query(given as never, (name ? undefined : values) as never, callback as never);
  }) as unknown as pg.Client['query'];

  /** The name under which this connection keeps the text; empty if it does not. */
  #nameFor(text: string): string {
    const name = nameOf(text);
    if (!name || this.#names.has(name)) return name;
    if (this.#names.size >= prepared.most) return '';
    this.#names.add(name);
    return name;
  }
}

const asked = new Map<string, { times: number; name: string }>();

/** A name for a text that this process asked often of late; empty for others. */
function nameOf(text: string): string {
  let known = asked.get(text);
  if (!known) {
    if (asked.size >= prepared.remembered) asked.clear(); // what is asked often is back in a moment, by the same name
    asked.set(text, (known = { times: 0, name: '' }));
  }
  if (!known.name && ++known.times >= prepared.often) known.name = createHash('sha1').update(text).digest('base64url');
  return known.name;
}

/** Opens a pool of at most `max` connections. The caller ends it by `db.destroy()`. */
export function openDb(url: string, max = 10): { pool: pg.Pool; db: Db } {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    maxLifetimeSeconds: prepared.seconds,
    options: '-c timezone=UTC',
    Client: PreparingClient,
  });
  pool.on('error', () => {}); // an idle connection that the server closed; the next query opens another
  // One that is in use but just asks nothing: whoever uses it hears of it at the next query, and the process lives.
  pool.on('connect', (client) => client.on('error', () => {}));
  return { pool, db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }) };
}
