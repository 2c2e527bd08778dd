import { itemsOf } from '#domain/criteria/items';
import { sheetOfSet } from '#domain/criteria/queries';
import { addMember, makeCouncil } from '#domain/grading/councils/make-up';
import { openSession, planSession, setAttendance } from '#domain/grading/councils/sessions';
import { declare, saveSheet, sealSheet } from '#domain/grading/councils/sheets';
import type { DossierKind } from '#domain/grading/dossiers/rules';
import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, testDay } from './context.ts';
import { dossierAt } from './dossiers.ts';

export type Seated = { person: Actor; seat: string };
export type Sitting = Awaited<ReturnType<typeof aSitting>>;

/**
 * A council of the province whose first member is its chair, with a session of dossiers.
 * @param given how many members and dossiers, in which mode; `isOpen`: with everybody there
 */
export async function aSitting(
  db: Db,
  given: { members?: number; dossiers?: number; mode?: 'meeting' | 'written'; isOpen?: boolean } = {},
) {
  const { members = 5, dossiers = 1, mode = 'meeting', isOpen = true } = given;
  const kind: DossierKind = mode === 'written' ? 'regrading' : 'first';
  const officer = await personWith(db, 'province_officer', { area: 'VN/22' });
  const secretary = await personWith(db, 'council_secretary', { area: 'VN/22' });
  const products: Awaited<ReturnType<typeof dossierAt>>[] = [];
  for (let i = 0; i < dossiers; i++)
    products.push(await dossierAt(db, { level: 'province', status: 'reviewing' }, { kind }));
  const own = ctxOf(db, officer);
  const { id: council } = await makeCouncil(own, { area: 'VN/22', kind: 'council', title: 'Hội đồng OCOP tỉnh', decision_no: '12/QĐ-UBND', decision_on: testDay }); // prettier-ignore
  const seated: Seated[] = [];
  for (let i = 0; i < members; i++) {
    const person = await personWith(db, 'council_member', { area: 'VN/22' });
    const { id: seat } = await addMember(own, { council, name: `Ủy viên ${i + 1}`, department: 'Sở Công Thương', position: i ? 'member' : 'chair', person: person.id }); // prettier-ignore
    seated.push({ person, seat });
  }
  const { id: session } = await planSession(own, {
    council,
    mode,
    held_on: testDay,
    due_on: mode === 'written' ? '2026-12-01' : '',
    dossiers: products.map(({ dossier }) => dossier),
  });
  await setAttendance(own, { session, present: seated.map(({ seat }) => seat) });
  if (isOpen) await openSession(own, { session, version: 1 });
  return { officer, secretary, council, session, seated, products, dossier: products[0]!.dossier };
}

/** A whole sheet: of each item the best option, but for the `lower` first ones of them their lowest. */
export async function wholeSheet(db: Db, lower = 0) {
  const { sheet } = await sheetOfSet(ctxOf(db, null), 12);
  return itemsOf(sheet).map((item, i) => ({
    item: item.code,
    value: i < lower ? 0 : item.options!.length - 1,
    comment: null,
  }));
}

/** A member declares no conflict, answers and submits. */
export async function scores(db: Db, at: Sitting, { person }: Seated, lower = 0, dossier = at.dossier) {
  const ctx = ctxOf(db, person);
  const key = { session: at.session, dossier };
  await declare(ctx, { ...key, conflict: 'no' });
  const answers = (await wholeSheet(db, lower)).map((one) => ({ ...one, version: 0 }));
  await saveSheet(ctx, { ...key, answers });
  await sealSheet(ctx, key);
}
