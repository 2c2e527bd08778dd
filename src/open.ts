import { join } from 'node:path';
import { provinceStands } from '#domain/areas/load';
import { openSessions } from '#domain/identity/auth';
import { openClock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import type { Runtime } from '#kernel/context';
import { type Db, openDb } from '#kernel/db';
import { subscribe } from '#kernel/events';
import { ConfigError } from '#kernel/errors';
import { openJobs, subscriptionsOf, workJobs } from '#kernel/jobs';
import { openStore } from '#kernel/files/store';
import { openLog } from '#kernel/log';
import { migrate } from '#kernel/migrate';
import { reach } from '#kernel/reach';
import { readSetting } from '#kernel/settings';
import { startPostgres } from '#kernel/postgres';
import { listenTags } from '#kernel/tags';
import { chores, errands, holders, reactions, references } from './rooms.ts';

/**
 * Opens what every process of ours holds: database (embedded or given), migrations, official data, jobs, notices. What
 * was opened is closed again when a later step fails, or when the process is asked to leave meanwhile.
 * @param options.work whether this process also works the queue
 * @returns the runtime and how to close it cleanly
 */
export async function open(
  config: Config,
  options: { work: boolean; leaving?: AbortSignal },
): Promise<{ runtime: Runtime; url: string; close(): Promise<void> }> {
  const { runtime, url, close } = await closing((opened) => openAll(config, options, opened), options.leaving);
  return { runtime, url, close };
}

/** Opens the database as it is, new or not, and the queue: for what comes before the migrations. */
export const openBare = (config: Config, leaving?: AbortSignal) =>
  closing(async (opened) => {
    const { url, db } = await openDatabase(config, opened, leaving);
    const { boss } = await openJobs(url, openLog(config.logLevel), queues);
    opened.defer(() => boss.stop({ graceful: true, timeout: 5000 }));
    return { url, db, boss };
  }, leaving);

/** What `make` opened, and how it is closed again; closed at once if that fails or the process is asked to leave. */
async function closing<T extends object>(
  make: (opened: AsyncDisposableStack) => Promise<T>,
  leaving: AbortSignal | undefined,
): Promise<T & { close(): Promise<void> }> {
  const opened = new AsyncDisposableStack();
  try {
    const made = await make(opened);
    leaving?.throwIfAborted();
    return { ...made, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** A given database, or our own under the data folder. */
async function openDatabase(config: Config, opened: AsyncDisposableStack, leaving: AbortSignal | undefined) {
  let url = config.databaseUrl;
  if (!url) {
    const postgres = await startPostgres(join(config.dataDir, 'postgres'), { leaving });
    opened.defer(() => postgres.stop());
    url = postgres.url;
  } else await reach(url);
  leaving?.throwIfAborted();
  const { db } = openDb(url);
  opened.defer(() => db.destroy());
  return { url, db };
}

const queues = [reactions, errands, chores].flatMap((kind) => Object.keys(kind));

/** Puts onto `opened` how each part is closed; it closes the last one first. */
async function openAll(
  config: Config,
  { work, leaving }: { work: boolean; leaving?: AbortSignal },
  opened: AsyncDisposableStack,
): Promise<{ runtime: Runtime; url: string }> {
  const log = openLog(config.logLevel);
  const { url, db } = await openDatabase(config, opened, leaving);
  await migrate(db);
  for (const load of references) {
    leaving?.throwIfAborted();
    await load(db);
  }

  await refuseUnknownArea(db, config);
  const clock = openClock(db, config.demo);
  await clock.read();
  const tags = listenTags(url, log);
  opened.defer(() => tags.close());
  subscribe(subscriptionsOf(reactions));
  leaving?.throwIfAborted();
  const { boss, enqueue } = await openJobs(url, log, queues);
  opened.defer(() => boss.stop({ graceful: true, timeout: 5000 }));
  const runtime: Runtime = {
    config,
    db,
    clock,
    enqueue,
    log,
    tags,
    sessions: openSessions(db, config, clock.today),
    holders,
    files: openStore(join(config.dataDir, 'files')),
    demo: await isSeeded(db),
  };
  // Another process may move the clock or load the demo. Without a database nothing is known; when it is back, anything
  // may have changed, and both are read again.
  const lost = (error: unknown) => log.warn({ error: String(error) }, 'tags: what changed could not be read');
  tags.listen((changed) => {
    const heard = (tag: string) => !changed.length || changed.includes(tag);
    if (heard('clock')) clock.read().catch(lost);
    if (heard('demo'))
      isSeeded(db)
        .then((seeded) => (runtime.demo = seeded))
        .catch(lost);
  });
  if (work) await workJobs(boss, runtime, { reactions, errands, chores });
  return { runtime, url };
}

async function refuseUnknownArea(db: Db, { area }: Config) {
  if (await provinceStands(db, area)) return;
  const code = area.split('/').at(-1);
  throw new ConfigError(`AREA=${code}: there is no such province today. Give the two digits of one of the 34, or VN.`);
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
