import type { Insertable } from 'kysely';
import type { Db } from '#kernel/db';
import { newId } from '#kernel/ids';
import type { DB } from '#kernel/tables';
import { testDay } from './context.ts';
import { dossierAt } from './dossiers.ts';

const at = new Date(`${testDay}T02:30:00Z`);

/** A council of the province with a closed session. */
export async function closedSession(db: Db, given: { area?: string; level?: string } = {}): Promise<string> {
  const { area = 'VN/22', level = 'province' } = given;
  const council = newId();
  await db
    .insertInto('grading.council')
    .values({
      id: council,
      area_path: area,
      level,
      kind: 'council',
      title: 'Hội đồng thử',
      decision_no: '1/QĐ',
      decision_on: '2026-01-05',
      made_at: at,
    }) // prettier-ignore
    .execute();
  const session = newId();
  await db
    .insertInto('grading.session')
    .values({
      id: session,
      council_id: council,
      mode: 'meeting',
      status: 'closed',
      held_on: '2026-11-18',
      closed_at: at,
      made_at: at,
    }) // prettier-ignore
    .execute();
  return session;
}

/** A product whose council has closed, with the result that counts, written straight to the database. */
export async function scoredAt(
  db: Db,
  result: Partial<Insertable<DB['grading.result']>> = {},
  given: Parameters<typeof dossierAt>[2] & { level?: 'province' | 'ministry' } = {},
) {
  const { level = 'province', ...rest } = given;
  const made = await dossierAt(db, { level, status: 'scored' }, { province_no: null, ...rest });
  const session_id = await closedSession(db, { level, area: level === 'ministry' ? 'VN' : 'VN/22' });
  const id = newId();
  await db
    .insertInto('grading.result')
    .values({
      id,
      dossier_id: made.dossier,
      session_id,
      scoring: 1,
      outcome: 'graded',
      stars: 4,
      band_stars: 4,
      total: 7850,
      part_a: 3100,
      part_b: 1950,
      part_c: 2800,
      merged: JSON.stringify({ reasons: [], unmet: { 3: [], 4: [], 5: [] } }),
      rules: JSON.stringify({}),
      made_at: at,
      counts: true,
      ...result,
    })
    .execute();
  return { ...made, result: id };
}
