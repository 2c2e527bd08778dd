import { itemsOf, topOf } from '#domain/criteria/items';
import { loadSheets } from '#domain/criteria/versions';
import { citeEvidence } from '#domain/grading/dossiers/evidence';
import { saveFields } from '#domain/grading/dossiers/fields';
import { fileDossier } from '#domain/grading/dossiers/filing';
import { formFieldsOf } from '#domain/grading/dossiers/forms';
import { openDossier } from '#domain/grading/dossiers/opening';
import { dossierAnswers } from '#domain/grading/dossiers/queries';
import type { DossierKind } from '#domain/grading/dossiers/rules';
import { registerProducer } from '#domain/producers/actions';
import { registerProduct } from '#domain/products/actions';
import type { Actor, Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { newId } from '#kernel/ids';
import { ctxOf, personWith, systemCtx } from './context.ts';
import { paperOf } from './papers.ts';
import { aProducer, communes } from './producers.ts';
import { aProduct } from './products.ts';

/** A producer of whom the register knows what the forms print, a product of it, its person and the officer of its commune. */
export async function producerWithProduct(db: Db, set_no = 12) {
  await loadSheets(db);
  await communes(db);
  const known = {
    street: 'Thôn 1',
    contact_phone: '0912345678',
    registration_no: '22A8000123',
    representative_name: 'Lê Văn Thử',
    representative_sex: 'female',
  };
  const { id: producer } = await registerProducer(systemCtx(db), aProducer(known));
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer, { set_no, name: 'Trà thử', pack: 'Hộp 100 g' })); // prettier-ignore
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  return { producer, product, own, officer };
}

/** Every answer at its top, every explanation and every field of the forms; evidence for what the sheet demands. */
export async function fill(ctx: Ctx, dossier: string, but: readonly string[] = []): Promise<void> {
  const { sheet, dossier: row } = await dossierAnswers(ctx, dossier);
  const fields = [
    ...itemsOf(sheet).flatMap((item) => [
      { name: `answer/${item.code}`, value: topOf(item, undefined).answer, version: 0 },
      { name: `why/${item.code}`, value: `Vì ${item.code}`, version: 0 },
    ]),
    ...formFieldsOf(row.kind as DossierKind).map(({ name }) => ({ name: `form/${name}`, value: `Nội dung ${name}`, version: 0 })), // prettier-ignore
  ];
  await saveFields(ctx, { dossier, fields: fields.filter(({ name }) => !but.includes(name)) });
  const demanded = itemsOf(sheet).filter(({ rules }) => rules.some(({ kind, when }) => kind === 'evidenceRequired' && !when)); // prettier-ignore
  if (!demanded.length) return;
  const paper = await paperOf(ctx.runtime.db, row.producer_id, { type: 'test_report', number: `KN-${newId()}` }); // prettier-ignore
  for (const { code } of demanded) await citeEvidence(ctx, { dossier, item: code, paper });
}

/** A first dossier, complete. @returns its id */
export async function wholeDraft(own: Ctx, product: string): Promise<string> {
  const { id } = await openDossier(own, { product, kind: 'first' });
  await fill(own, id);
  return id;
}

/** The same, filed. */
export async function filed(own: Ctx, product: string): Promise<string> {
  const id = await wholeDraft(own, product);
  await fileDossier(own, { id, version: 1, sure: 'on' });
  return id;
}

export const strangers = (db: Db): Promise<Actor> => personWith(db, 'commune_officer', { area: 'VN/22/06994' });
