import { join } from 'node:path';
import { openSessions } from '#domain/identity/auth';
import { openClock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import type { Runtime } from '#kernel/context';
import { type Db, openDb } from '#kernel/db';
import { subscribe } from '#kernel/events';
import { openJobs, subscriptionsOf, workJobs } from '#kernel/jobs';
import { openStore } from '#kernel/files/store';
import { openLog } from '#kernel/log';
import { migrate } from '#kernel/migrate';
import { readSetting } from '#kernel/settings';
import { startPostgres } from '#kernel/postgres';
import { listenTags } from '#kernel/tags';
import { chores, reactions, references } from './rooms.ts';

/**
 * Opens what every process of ours holds: database (embedded or given), migrations, official data, jobs, notices. What
 * was opened is closed again when a later step fails, or when the process is asked to leave meanwhile.
 * @param options.work whether this process also works the queue
 * @returns the runtime and how to close it cleanly
 */
export async function open(
  config: Config,
  options: { work: boolean; leaving?: AbortSignal },
): Promise<{ runtime: Runtime; close(): Promise<void> }> {
  const opened = new AsyncDisposableStack();
  try {
    const runtime = await openAll(config, options, opened);
    options.leaving?.throwIfAborted();
    return { runtime, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** Puts onto `opened` how each part is closed; it closes the last one first. */
async function openAll(
  config: Config,
  { work, leaving }: { work: boolean; leaving?: AbortSignal },
  opened: AsyncDisposableStack,
): Promise<Runtime> {
  const log = openLog(config.logLevel);
  let url = config.databaseUrl;
  if (!url) {
    const postgres = await startPostgres(join(config.dataDir, 'postgres'), { leaving });
    opened.defer(() => postgres.stop());
    url = postgres.url;
  }
  leaving?.throwIfAborted();
  const { db } = openDb(url);
  opened.defer(() => db.destroy());
  await migrate(db);
  for (const load of references) {
    leaving?.throwIfAborted();
    await load(db);
  }

  const clock = openClock(db, config.demo);
  await clock.read();
  const tags = listenTags(url, log);
  opened.defer(() => tags.close());
  subscribe(subscriptionsOf(reactions));
  leaving?.throwIfAborted();
  const { boss, enqueue } = await openJobs(url, log, [...Object.keys(reactions), ...Object.keys(chores)]);
  opened.defer(() => boss.stop({ graceful: true, timeout: 5000 }));
  const runtime: Runtime = {
    config,
    db,
    clock,
    enqueue,
    log,
    tags,
    sessions: openSessions(db, config, clock.today),
    files: openStore(join(config.dataDir, 'files')),
    demo: await isSeeded(db),
  };
  // Another process may move the clock or load the demo.
  tags.listen((changed) => {
    const heard = (tag: string) => !changed.length || changed.includes(tag);
    if (heard('clock')) void clock.read();
    if (heard('demo')) void isSeeded(db).then((seeded) => (runtime.demo = seeded));
  });
  if (work) await workJobs(boss, runtime, reactions, chores);
  return runtime;
}

const isSeeded = async (db: Db) => (await readSetting(db, 'demo.seeded')) !== undefined;

/** Ends the process with one clear sentence for what an operator can mend, and the cause for what only we can. Asked to leave, it just ends. */
export function giveUp(error: unknown, leaving?: AbortSignal): never {
  if (leaving?.aborted) process.exit(0);
  const known = error instanceof Error && (error.name === 'ConfigError' || !error.cause);
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!known && error instanceof Error) process.stderr.write(`${String(error.cause)}\n`);
  process.exit(1);
}
