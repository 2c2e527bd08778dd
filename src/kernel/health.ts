import { sql } from 'kysely';
import type { Runtime } from './context.ts';

/** Asks the database whether it is there, and nothing else. Rejects while it is not. */
export async function assertHealthy({ db }: Runtime): Promise<void> {
  await sql`select 1`.execute(db);
}
