import pg from 'pg';
import type { Log } from './log.ts';

/**
 * What changed, told to every process: a write notifies its tags in its own transaction (PostgreSQL delivers them at
 * commit), and whoever keeps something made from them forgets it. There is no table of versions: all writers would
 * queue for its rows.
 */
export type Tags = {
  /** Rises with every change heard. */
  tick(): number;
  /** True if none of the tags changed after `tick`. */
  fresh(tags: readonly string[], tick: number): boolean;
  /** Takes changes that this process made itself, at once. */
  changed(tags: Iterable<string>): void;
  /** Calls back with the tags of each change; an empty list means that anything may have changed. */
  listen(hear: (tags: string[]) => void): void;
  close(): Promise<void>;
};

const channel = 'touched';
const most = 50_000;

export function openTags(): Tags & { hear(payload: string): void; forget(): void } {
  const changes = new Map<string, number>();
  const ears: ((tags: string[]) => void)[] = [];
  let tick = 0;
  let floor = 0;
  const changed = (tags: string[]) => {
    tick++;
    if (changes.size > most) forget();
    for (const tag of tags) changes.set(tag, tick);
    for (const ear of ears) ear(tags);
  };
  const forget = () => {
    floor = ++tick;
    changes.clear();
    for (const ear of ears) ear([]);
  };
  return {
    tick: () => tick,
    fresh: (tags, since) => since >= floor && tags.every((tag) => (changes.get(tag) ?? 0) <= since),
    changed: (tags) => changed([...tags]),
    listen: (hear) => void ears.push(hear),
    hear: (payload) => {
      const heard = JSON.parse(payload) as string[];
      if (heard.includes('*')) forget();
      else if (heard.length) changed(heard);
    },
    forget,
    close: async () => {},
  };
}

/**
 * Listens on a connection of its own. Every 20 s it asks itself a question through PostgreSQL; without the answer, or
 * when the connection ends, everything kept is forgotten and a new connection is made: a lost notice heals in a minute.
 */
export function listenTags(url: string, log: Log): Tags {
  const tags = openTags();
  let closing = false;
  let client: pg.Client | undefined;
  let heard = Date.now();

  const connect = async () => {
    const next = new pg.Client({ connectionString: url, application_name: 'tags', keepAlive: true });
    next.on('error', () => {});
    next.on('end', () => void lost(next));
    next.on('notification', ({ payload = '[]' }) => {
      heard = Date.now();
      tags.hear(payload);
    });
    await next.connect();
    await next.query(`listen ${channel}`);
    client = next;
    heard = Date.now();
    tags.forget();
  };
  const lost = async (which: pg.Client) => {
    if (closing || which !== client) return;
    client = undefined;
    tags.forget();
    await connect().catch((error: unknown) => log.warn({ error: String(error) }, 'tags: no connection'));
  };
  const ping = setInterval(() => {
    if (!client) void connect().catch(() => tags.forget());
    else if (Date.now() - heard > 45_000) void client.end().catch(() => {});
    else client.query('select pg_notify($1, $2)', [channel, '[]']).catch(() => {});
  }, 20_000);
  ping.unref();
  void connect().catch((error: unknown) => log.warn({ error: String(error) }, 'tags: no connection'));

  return {
    ...tags,
    close: async () => {
      closing = true;
      clearInterval(ping);
      await client?.end().catch(() => {});
    },
  };
}
