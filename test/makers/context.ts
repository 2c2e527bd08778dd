import { type Actor, contextFor, type Ctx, type Grant, type Runtime, systemActor } from '#kernel/context';
import { dayOf } from '#kernel/clock';
import type { Db } from '#kernel/db';
import { newId } from '#kernel/ids';
import { openStore } from '#kernel/files/store';
import { openLog } from '#kernel/log';
import { openTags } from '#kernel/tags';
import { openSessions } from '#domain/identity/auth';
import type { Role } from '#domain/identity/rules';
import { holders } from '../../src/rooms.ts';
import { communes } from './producers.ts';

/** The business day of tests, whatever the machine's clock says. */
export const testDay = '2026-11-23';

/** A runtime over a test database: a clock that stands still, jobs that go nowhere. */
export function testRuntime(db: Db, today = testDay): Runtime {
  const now = new Date(`${today}T03:00:00Z`);
  const config = {
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    publicUrlGiven: false,
    databaseUrl: undefined,
    dataDir: 'var/test',
    uploadBytes: 1024 * 1024,
    secret: 'a secret of the tests, 32 characters',
    area: 'VN/22',
    logLevel: 'silent',
    jobs: 'none' as const,
    behindProxy: false,
    ratePerMinute: 0,
    metricsToken: undefined,
    oidc: undefined,
    smtp: undefined,
    demo: true,
  };
  return {
    config,
    db,
    clock: { now: () => now, today: () => dayOf(now), read: async () => {} },
    enqueue: async () => {},
    log: openLog('silent'),
    tags: openTags(),
    sessions: openSessions(db, config, () => today),
    holders,
    files: openStore('var/test/files'),
    demo: false,
  };
}

/** The product itself, which may do everything. */
export const systemCtx = (db: Db, today?: string): Ctx => contextFor(testRuntime(db, today), systemActor);

/** A person with one role at an area ('VN/22') or an organisation, written to the database. */
export async function personWith(
  db: Db,
  role: Role,
  scope: { area?: string; organisation?: string } = {},
): Promise<Actor> {
  if (scope.area) await communes(db);
  const id = newId();
  const grant: Grant = { role, area: scope.area ?? null, organisation: scope.organisation ?? null };
  await db
    .insertInto('identity.person')
    .values({ id, name: `${role} ${id.slice(-4)}`, email: `${id}@example.vn`, email_verified: false })
    .execute();
  await db
    .insertInto('identity.role_grant')
    .values({
      id: newId(),
      person_id: id,
      role,
      area_path: grant.area,
      organisation_id: grant.organisation,
      valid_from: '2026-01-01',
      granted_at: new Date(0),
    })
    .execute();
  return { id, name: role, grants: [grant] };
}

/** The context of a person on the test day. */
export const ctxOf = (db: Db, actor: Actor | null, today?: string): Ctx => contextFor(testRuntime(db, today), actor);
