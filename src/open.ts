import { join } from 'node:path';
import { openSessions } from '#domain/identity/auth';
import { openClock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import type { Runtime } from '#kernel/context';
import { openDb } from '#kernel/db';
import { subscribe } from '#kernel/events';
import { openJobs, subscriptionsOf, workJobs } from '#kernel/jobs';
import { openLog } from '#kernel/log';
import { migrate } from '#kernel/migrate';
import { readSetting } from '#kernel/settings';
import { startPostgres } from '#kernel/postgres';
import { listenTags } from '#kernel/tags';
import { reactions, references } from './rooms.ts';

/**
 * Opens what every process of ours holds: database (embedded or given), migrations, official data, jobs, notices.
 * @param options.work whether this process also works the queue
 * @returns the runtime and how to close it cleanly
 */
export async function open(
  config: Config,
  options: { work: boolean },
): Promise<{ runtime: Runtime; close(): Promise<void> }> {
  const log = openLog(config.logLevel);
  const postgres = config.databaseUrl ? undefined : await startPostgres(join(config.dataDir, 'postgres'));
  const url = config.databaseUrl ?? postgres!.url;
  const { db } = openDb(url);
  await migrate(db);
  for (const load of references) await load(db);

  const clock = openClock(db, config.demo);
  await clock.read();
  const tags = listenTags(url, log);
  tags.listen((changed) => {
    if (!changed.length || changed.includes('clock')) void clock.read();
  });
  subscribe(subscriptionsOf(reactions));
  const { boss, enqueue } = await openJobs(url, log, Object.keys(reactions));
  const runtime: Runtime = {
    config,
    db,
    clock,
    enqueue,
    log,
    tags,
    sessions: openSessions(db, config, clock.today),
    demo: (await readSetting(db, 'demo.seeded')) !== undefined,
  };
  if (options.work) await workJobs(boss, runtime, reactions);

  return {
    runtime,
    async close() {
      await boss.stop({ graceful: true, timeout: 5000 });
      await tags.close();
      await db.destroy();
      await postgres?.stop();
    },
  };
}

/** Ends the process with one clear sentence for what an operator can mend, and the cause for what only we can. */
export function giveUp(error: unknown): never {
  const known = error instanceof Error && (error.name === 'ConfigError' || !error.cause);
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!known && error instanceof Error) process.stderr.write(`${String(error.cause)}\n`);
  process.exit(1);
}
