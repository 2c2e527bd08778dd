import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { aProduct, producerIn } from '../../../test/makers/products.ts';
import { itemsOf } from '#domain/criteria/items';
import { grade } from '#domain/criteria/rules';
import { shippedSheets } from '#domain/criteria/sheets';
import { loadSheets } from '#domain/criteria/versions';
import { registerProduct } from '#domain/products/actions';
import { assessmentOf } from './queries.ts';
import { evidenceFor, partsOf } from './rules.ts';
import { beginAssessment, saveAnswers } from './self-assessments.ts';

async function begun() {
  const { db } = await freshDatabase();
  await loadSheets(db);
  const producer = await producerIn(db, 'VN/22/06970');
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer, { set_no: 12 }));
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const { id: assessment } = await beginAssessment(own, { product });
  return { db, own, product, assessment };
}

test('two devices answer by turns: nothing is lost, and what both changed is shown, not overwritten', async () => {
  const { own, product, assessment } = await begun();
  const phone = [
    { item: '1.1', value: 0, version: 0 },
    { item: '1.2', value: 1, version: 0 },
  ];
  expect(await saveAnswers(own, { assessment, answers: phone })).toEqual({
    saved: { '1.1': 1, '1.2': 1 },
    conflicts: [],
  });
  // The other device saw nothing of that: it sends one answer that differs, one that agrees, and one of its own.
  const desk = [
    { item: '1.1', value: 1, version: 0 },
    { item: '1.2', value: 1, version: 0 },
    { item: '1.3', value: 0, version: 0 },
  ];
  expect(await saveAnswers(own, { assessment, answers: desk })).toEqual({
    saved: { '1.2': 1, '1.3': 1 },
    conflicts: [{ item: '1.1', mine: 1, theirs: 0, version: 1 }],
  });
  await saveAnswers(own, { assessment, answers: [{ item: '1.1', value: 1, version: 1 }] });
  const found = (await assessmentOf(own, product))!;
  expect(partsOf(found.answers)).toEqual({ answers: { '1.1': 1, '1.2': 1, '1.3': 0 }, broken: [] });
  expect(grade(found.sheet, partsOf(found.answers).answers).total).toBeGreaterThan(0);
});

test('a self-assessment keeps its version of the sheet until it is begun anew', async () => {
  const { db, own, product, assessment } = await begun();
  const row = await db.selectFrom('criteria.sheet').selectAll().where('no', '=', 12).executeTakeFirstOrThrow();
  await db
    .updateTable('criteria.sheet')
    .set({ superseded_at: new Date(0) })
    .where('code', '=', row.code)
    .execute();
  await db
    .insertInto('criteria.sheet')
    .values({ ...row, body: JSON.stringify(row.body), version: 2, superseded_at: null })
    .execute();
  expect(await beginAssessment(own, { product })).toEqual({ id: assessment });
  expect(await assessmentOf(own, product)).toMatchObject({ id: assessment, version: 1 });
  const { id } = await beginAssessment(own, { product, anew: 'on' });
  expect(id).not.toBe(assessment);
  expect(await assessmentOf(own, product)).toMatchObject({ id, version: 2, answers: {} });
  await expect(
    saveAnswers(own, { assessment, answers: [{ item: '1.1', value: 0, version: 0 }] }),
  ).rejects.toMatchObject({ code: 'state.conflict' });
});

test('what is not on the sheet is refused, and a stranger finds nothing', async () => {
  const { db, own, product, assessment } = await begun();
  const wrong = [
    { item: '99.9', value: 0, version: 0 },
    { item: '1.1', value: 99, version: 0 },
    { item: 'no/rule', value: true, version: 0 },
  ];
  await expect(saveAnswers(own, { assessment, answers: wrong })).rejects.toMatchObject({
    issues: [
      { path: 'answers.99.9', key: 'criteria.no_item' },
      { path: 'answers.1.1', key: 'criteria.no_option' },
      { path: 'broken.0', key: 'criteria.no_rule' },
    ],
  });
  const other = await producerIn(db, 'VN/22/06994', 'HTX Khác');
  const stranger = ctxOf(db, await personWith(db, 'producer_owner', { organisation: other }));
  await expect(assessmentOf(stranger, product)).rejects.toMatchObject({ code: 'not_found' });
});

test('every sheet of goods has items that the register speaks for, and each kind of evidence is used', () => {
  const found = shippedSheets.map((sheet) => new Set(itemsOf(sheet).flatMap(evidenceFor)));
  expect(found.every((kinds) => kinds.has('story'))).toBe(true);
  for (const kind of ['supply_contract', 'packaging', 'label', 'registered_right', 'sales_place', 'quality_system'])
    expect(
      found.slice(0, 13).every((kinds) => kinds.has(kind)),
      kind,
    ).toBe(true);
});
