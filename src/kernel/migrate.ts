import { readdir, readFile } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';

const folder = new URL('../../migrations/', import.meta.url);

const provider: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
    return Object.fromEntries(names.map((name) => [name.slice(0, -4), { up: (db) => run(db, name) }]));
  },
};

async function run(db: Kysely<unknown>, name: string) {
  await sql.raw(await readFile(new URL(name, folder), 'utf8')).execute(db);
}

/** The names of the migrations that this code knows, in their order. */
export const knownMigrations = async (): Promise<string[]> => Object.keys(await provider.getMigrations());

/** The names of the migrations that a database has, in their order; none for a new one. */
export async function appliedMigrations(given: object): Promise<string[]> {
  const db = given as Kysely<unknown>;
  const { rows } = await sql<{
    found: boolean;
  }>`select to_regclass('migration.kysely_migration') is not null as found`.execute(db);
  if (!rows[0]?.found) return [];
  const applied = await sql<{ name: string }>`select name from migration.kysely_migration order by name`.execute(db);
  return applied.rows.map(({ name }) => name);
}

/**
 * Brings the database to the newest migration, forward only, under Kysely's lock.
 * Refuses a database that knows migrations which this code does not: it belongs to a newer version.
 * @returns the names of the migrations applied now
 */
export async function migrate(given: object): Promise<string[]> {
  await refuseNewer(given);
  return advance(given, (migrator) => migrator.migrateToLatest());
}

/** The same up to one migration, for rows that were written under it. */
export async function migrateTo(given: object, name: string): Promise<void> {
  await advance(given, (migrator) => migrator.migrateTo(name));
}

async function advance(
  given: object,
  go: (migrator: Migrator) => ReturnType<Migrator['migrateToLatest']>,
): Promise<string[]> {
  const db = given as Kysely<unknown>;
  const { error, results = [] } = await go(new Migrator({ db, provider, migrationTableSchema: 'migration' }));
  const failed = results.find((result) => result.status === 'Error')?.migrationName;
  if (error) throw new Error(`The migration ${failed ?? ''} failed.`, { cause: error });
  return results.map((result) => result.migrationName);
}

async function refuseNewer(given: object) {
  const known = await knownMigrations();
  const unknown = (await appliedMigrations(given)).filter((name) => !known.includes(name));
  if (unknown.length) {
    throw new Error(
      `The database is newer than this version of OpenOCOP (it has ${unknown.join(', ')}). Start the newer version, or use another database.`,
    );
  }
}
