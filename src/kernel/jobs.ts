import { fromKysely, PgBoss } from 'pg-boss';
import { type Ctx, contextFor, type Runtime, systemActor } from './context.ts';
import type { Db } from './db.ts';
import type { EventType, Subject, Subscriptions } from './events.ts';
import type { Log } from './log.ts';

/** Puts a job into the caller's transaction: rolled back with it. */
export type Enqueue = (db: Db, name: string, data: object) => Promise<unknown>;

/** What a reaction hears. A job may hold many, and run twice: hearing the same again must change nothing. */
export type Heard = { event: string; type: string; subject: Subject; data: Record<string, unknown> };

/** What happens because something happened elsewhere: the events it hears, and what it does as the product itself. */
export type Reaction = {
  hears: readonly EventType[];
  react: (ctx: Ctx, heard: Heard) => Promise<void>;
  /** Heard by the hundred, each in a moment: jobs are taken many together. */
  isFrequent?: true;
};

/** What a write asks to be done once it is committed, by `enqueue(tx.db, name, { id })`: `id` is the row that says what. */
export type Errand = (ctx: Ctx, id: string) => Promise<void>;

/** What is done again and again at a time of the day in Viet Nam (`cron`: minute hour day month weekday), as the product itself. */
export type Chore = { cron: string; run: (ctx: Ctx) => Promise<void> };

export type Work = {
  reactions: Record<string, Reaction>;
  errands: Record<string, Errand>;
  chores: Record<string, Chore>;
};

/** Jobs that a worker takes together; while there are as many it goes on at once instead of looking again in two seconds. */
const atOnce = { batchSize: 20, burstWhenBatchFull: true };

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

/** Works the queue: each reaction, errand and chore runs as the product itself, and again later when it fails. */
export async function workJobs(boss: PgBoss, runtime: Runtime, { reactions, errands, chores }: Work): Promise<void> {
  for (const [name, { cron, run }] of Object.entries(chores)) {
    await boss.work(name, () => run(contextFor(runtime, systemActor)));
    await boss.schedule(name, cron, {}, { tz: 'Asia/Ho_Chi_Minh' });
  }
  for (const [name, { react, isFrequent }] of Object.entries(reactions)) {
    await boss.work<{ heard: Heard[] }>(name, isFrequent ? atOnce : {}, async (jobs) => {
      for (const { data } of jobs) for (const heard of data.heard) await react(contextFor(runtime, systemActor), heard);
    });
  }
  for (const [name, run] of Object.entries(errands)) {
    await boss.work<{ id: string }>(name, atOnce, async (jobs) => {
      for (const { data } of jobs) await run(contextFor(runtime, systemActor), data.id);
    });
  }
}
