import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { importSheet, markCompared } from './actions.ts';
import { currentSheet, currentSheets } from './queries.ts';
import type { Sheet } from './schema.ts';
import { shippedSheets } from './sheets.ts';
import { loadSheets } from './versions.ts';

const reworded = (change: (sheet: Sheet) => void = () => {}) => {
  const sheet = structuredClone(shippedSheets[11]!);
  sheet.parts[0]!.name.vi = 'Lời văn của bản ký';
  change(sheet);
  return { sheet };
};

test('the signed text replaces the wording as a new version, not yet compared; the old version stays', async () => {
  const { db } = await freshDatabase();
  await loadSheets(db);
  await loadSheets(db); // a second start loads nothing twice
  const ctx = systemCtx(db);
  await expect(importSheet(ctx, reworded())).resolves.toEqual({ code: 'QD26-12', version: 2 });
  const { sheet, version, source, compared } = await currentSheet(ctx, 'QD26-12');
  expect([sheet.parts[0]!.name.vi, version, source, compared]).toEqual(['Lời văn của bản ký', 2, 'signed', null]);
  expect(await currentSheets(ctx)).toHaveLength(26);
  const old = await db.selectFrom('criteria.sheet').select('version').where('code', '=', 'QD26-12').execute();
  expect(old).toHaveLength(2);
});

test('other points, minima or rules are no wording: refused at the place that differs', async () => {
  const { db } = await freshDatabase();
  await loadSheets(db);
  const change = reworded((sheet) => {
    const item = sheet.parts[0]!.criteria[0]!.items[0]!;
    const option = item.options!.find((one) => one.minimumFor)!;
    delete option.minimumFor;
  });
  await expect(importSheet(systemCtx(db), change)).rejects.toMatchObject({
    issues: [{ path: 'sheet', key: 'criteria.differs' }],
  });
});

test('a sheet is compared with the signed text by a named person, once', async () => {
  const { db } = await freshDatabase();
  await loadSheets(db);
  const officer = await personWith(db, 'province_officer', { area: 'VN/22' });
  await markCompared(ctxOf(db, officer), { code: 'QD26-12', version: 1 });
  expect((await currentSheet(ctxOf(db, null), 'QD26-12')).compared).toEqual({ by: officer.name, on: '2026-11-23' });
});

test('a loaded sheet cannot be changed, not even in the database', async () => {
  const { db } = await freshDatabase();
  await loadSheets(db);
  await expect(sql`update criteria.sheet set body = '{}' where code = 'QD26-01'`.execute(db)).rejects.toThrow(
    'immutable',
  );
  await expect(sql`delete from criteria.sheet where code = 'QD26-01'`.execute(db)).rejects.toThrow('immutable');
});
