import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { importSheet, markCompared } from './actions.ts';
import { currentSheet, currentSheets } from './queries.ts';
import type { Sheet } from './schema.ts';
import { shippedSheets } from './sheets.ts';
import { differsAt, loadSheets } from './versions.ts';

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

test('everything but the texts is held against the sheet in force, the texts not', () => {
  const place = (change: (sheet: Sheet) => void) => {
    const sheet = structuredClone(shippedSheets[11]!);
    change(sheet);
    return differsAt(shippedSheets[11]!, sheet);
  };
  const item = (sheet: Sheet) => sheet.parts[0]!.criteria[0]!.items[0]!;
  const worded = (text: { vi: string; en: string }) => Object.assign(text, { vi: 'Lời khác', en: 'Other words' });
  expect(
    place((sheet) => {
      worded(sheet.name);
      worded(sheet.disqualifiedWhen[0]!);
      worded(sheet.group.name);
      worded(item(sheet).name);
      worded(item(sheet).options![0]!.text);
      worded(item(sheet).rules[0]!.text);
    }),
  ).toBeNull();
  expect(place((sheet) => void item(sheet).options!.pop())).toBe('item 1.1');
  expect(place((sheet) => void (item(sheet).zeroIfNone = !item(sheet).zeroIfNone))).toBe('item 1.1');
  expect(place((sheet) => void (item(sheet).inferred = true))).toBe('item 1.1');
  expect(place((sheet) => void (item(sheet).rules[0]!.id = 'x'))).toBe('item 1.1');
  expect(place((sheet) => void (item(sheet).section = { code: 'x', name: sheet.name, max: 3 }))).toBe('item 1.1');
  expect(place((sheet) => void sheet.ministries.push('MOH'))).toBe('ministries');
  expect(place((sheet) => void (sheet.samples = 3))).toBe('samples');
  expect(place((sheet) => void (sheet.group.code = 'II'))).toBe('group');
  expect(place((sheet) => void (sheet.disqualifiedWhen[0]!.id = 'x'))).toBe('disqualifiedWhen');
  expect(place((sheet) => void (sheet.parts[2]!.criteria[0]!.max += 1))).toBe('parts');
});

test('the same wording is nothing to replace, in whichever order its keys come', async () => {
  const { db } = await freshDatabase();
  await loadSheets(db);
  const turned = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(turned)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).toReversed().map(([key, held]) => [key, turned(held)])) // prettier-ignore
        : value;
  await expect(importSheet(systemCtx(db), { sheet: turned(shippedSheets[11]) as Sheet })).rejects.toMatchObject({
    issues: [{ path: 'sheet', key: 'criteria.same' }],
  });
});

test('the first list takes two queries, every later one a single query', async () => {
  const { db } = await freshDatabase();
  await loadSheets(db);
  await importSheet(systemCtx(db), reworded());
  let asked = 0;
  const counting = db.withPlugin({
    transformQuery: ({ node }) => (asked++, node),
    transformResult: async ({ result }) => result,
  });
  vi.resetModules(); // a process that has read no sheet yet
  const fresh = await import('./queries.ts');
  const first = await fresh.currentSheets(systemCtx(counting));
  expect([first.length, asked]).toEqual([26, 2]);
  expect(first.map(({ sheet }) => sheet.no)).toEqual(shippedSheets.map(({ no }) => no));
  expect([first[11]!.version, first[11]!.sheet.parts[0]!.name.vi]).toEqual([2, 'Lời văn của bản ký']);
  await fresh.currentSheets(systemCtx(counting));
  await fresh.currentSheet(systemCtx(counting), 'QD26-12');
  expect(asked).toBe(4);
});

test('a sheet is compared with the signed text by a named person, once', async () => {
  const { db } = await freshDatabase();
  await loadSheets(db);
  const officer = await personWith(db, 'province_officer', { area: 'VN/22' });
  await markCompared(ctxOf(db, officer), { code: 'QD26-12', version: 1 });
  const compared = async () => (await currentSheet(ctxOf(db, null), 'QD26-12')).compared;
  expect(await compared()).toEqual({ by: officer.name, on: '2026-11-23' });
  const other = await personWith(db, 'ministry_officer', { area: 'VN' });
  await expect(markCompared(ctxOf(db, other), { code: 'QD26-12', version: 1 })).rejects.toMatchObject({
    code: 'state.conflict',
  });
  expect(await compared()).toEqual({ by: officer.name, on: '2026-11-23' });
  const marks = await db.selectFrom('criteria.comparison').selectAll().execute();
  expect(marks).toHaveLength(1);
});

test('a loaded sheet cannot be changed, not even in the database', async () => {
  const { db } = await freshDatabase();
  await loadSheets(db);
  await expect(sql`update criteria.sheet set body = '{}' where code = 'QD26-01'`.execute(db)).rejects.toThrow(
    'immutable',
  );
  await expect(sql`delete from criteria.sheet where code = 'QD26-01'`.execute(db)).rejects.toThrow('immutable');
});
