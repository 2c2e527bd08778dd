import { fromKysely, PgBoss } from 'pg-boss';
import { type Ctx, contextFor, type Runtime, systemActor } from './context.ts';
import type { Db } from './db.ts';
import type { EventType, Subject, Subscriptions } from './events.ts';
import type { Log } from './log.ts';

/** Puts a job into the caller's transaction: rolled back with it. */
export type Enqueue = (db: Db, name: string, data: object) => Promise<unknown>;

/** What a reaction hears. */
type Heard = { event: string; type: string; subject: Subject; data: Record<string, unknown> };

/** What happens because something happened elsewhere: the events it hears, and what it does as the product itself. */
export type Reaction = { hears: readonly EventType[]; react: (ctx: Ctx, heard: Heard) => Promise<void> };

/** What is done again and again at a time of the day in Viet Nam (`cron`: minute hour day month weekday), as the product itself. */
export type Chore = { cron: string; run: (ctx: Ctx) => Promise<void> };

export const subscriptionsOf = (reactions: Record<string, Reaction>): Subscriptions =>
  Object.fromEntries(Object.entries(reactions).map(([name, { hears }]) => [name, hears]));

/** Opens the queue of the database; `max` connections of its own. */
export async function openJobs(
  url: string,
  log: Log,
  names: readonly string[],
): Promise<{ boss: PgBoss; enqueue: Enqueue }> {
  const boss = new PgBoss({
    connectionString: url,
    schema: 'jobs',
    max: 2,
    application_name: 'jobs',
    useListenNotify: true,
  });
  boss.on('error', (error) => log.error({ error: String(error) }, 'jobs'));
  await boss.start();
  for (const name of names) await boss.createQueue(name, { notify: true, retryLimit: 5, retryBackoff: true });
  return { boss, enqueue: (db, name, data) => boss.send(name, data, { db: fromKysely(db) }) };
}

/** Works the queue: each reaction and each chore runs as the product itself, and again later when it fails. */
export async function workJobs(
  boss: PgBoss,
  runtime: Runtime,
  reactions: Record<string, Reaction>,
  chores: Record<string, Chore>,
): Promise<void> {
  for (const [name, { cron, run }] of Object.entries(chores)) {
    await boss.work(name, () => run(contextFor(runtime, systemActor)));
    await boss.schedule(name, cron, {}, { tz: 'Asia/Ho_Chi_Minh' });
  }
  for (const [name, { react }] of Object.entries(reactions)) {
    await boss.work<Heard>(name, async (jobs) => {
      for (const job of jobs) await react(contextFor(runtime, systemActor), job.data);
    });
  }
}
