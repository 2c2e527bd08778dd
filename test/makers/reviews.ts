import { findContent, proposeDossier } from '#domain/grading/reviews/commune';
import { contents } from '#domain/grading/reviews/rules';
import { dossierOf } from '#domain/grading/dossiers/queries';
import type { Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { newId } from '#kernel/ids';
import { testDay } from './context.ts';

export const letter = { letter_no: '12/TTr-UBND', letter_on: testDay, signer: 'Lê Văn Thử' };

/** The commune's finding on each of the four contents, or on those that are named. */
export async function findAll(officer: Ctx, dossier: string, some: readonly string[] = contents): Promise<void> {
  for (const content of some)
    await findContent(officer, { dossier, content, finding: `Đúng như khai: ${content}`, verdict: 'met', version: 0 });
}

/** The commune found all four and proposes it. */
export async function propose(officer: Ctx, dossier: string): Promise<{ late: boolean }> {
  await findAll(officer, dossier);
  const { version } = await dossierOf(officer, dossier);
  return proposeDossier(officer, { id: dossier, version, ...letter });
}

/** Seats a person in an advisory group of the province. */
export async function seat(db: Db, person: string, area_path = 'VN/22', given: { to_on?: string } = {}): Promise<void> {
  const council_id = newId();
  await db
    .insertInto('grading.council')
    .values({
      id: council_id,
      area_path,
      level: 'province',
      kind: 'advisory',
      title: 'Tổ tư vấn',
      decision_no: '9/QĐ-UBND',
      decision_on: '2026-06-01',
      made_at: new Date(0),
    })
    .execute();
  await db
    .insertInto('grading.council_member')
    .values({
      id: newId(),
      council_id,
      person_id: person,
      name: 'Người thử',
      department: 'Sở Công Thương',
      position: 'member',
      from_on: '2026-06-01',
      ...given,
    })
    .execute();
}
