import { isDeepStrictEqual } from 'node:util';
import type { Db } from '#kernel/db';
import { itemsOf } from './items.ts';
import type { Item, Sheet } from './schema.ts';
import { shippedSheets } from './sheets.ts';

/** Loads the sheets that ship where the database has none of that code: a version once loaded is never overwritten. */
export async function loadSheets(db: Db): Promise<void> {
  const rows = shippedSheets.map((sheet) => ({
    code: sheet.code,
    version: 1,
    decision: sheet.decision,
    no: sheet.no,
    body: JSON.stringify(sheet),
    source: 'transcript',
    loaded_at: new Date(),
  }));
  await db
    .insertInto('criteria.sheet')
    .values(rows)
    .onConflict((at) => at.columns(['code', 'version']).doNothing())
    .execute();
}

/** What decides points: everything of a sheet but its wording. */
const skeleton = (sheet: Sheet) => ({
  code: sheet.code,
  decision: sheet.decision,
  disqualified: sheet.disqualifiedWhen.map(({ id }) => id),
  parts: sheet.parts.map((part) => [
    part.code,
    part.max,
    part.criteria.map((criterion) => [criterion.code, criterion.max]),
  ]),
  items: itemsOf(sheet).map(bones),
});

const bones = (item: Item) => ({
  code: item.code,
  max: item.max,
  options: (item.options ?? []).map((option) => [option.points, option.minimumFor ?? 0]),
  cases: (item.cases ?? []).map((one) => [
    one.code,
    one.options.map((option) => [option.points, option.minimumFor ?? 0]),
  ]),
  rules: item.rules.map((rule) => [rule.id, rule.kind, rule.scope ?? '', rule.when ?? null]),
});

/** The first place where two sheets differ in more than wording; null if they agree. */
export function differsAt(a: Sheet, b: Sheet): string | null {
  const [left, right] = [skeleton(a), skeleton(b)];
  for (const [i, item] of left.items.entries()) {
    if (!isDeepStrictEqual(item, right.items[i])) return `item ${item.code}`;
  }
  for (const name of ['code', 'decision', 'disqualified', 'parts', 'items'] as const) {
    if (!isDeepStrictEqual(left[name], right[name])) return name;
  }
  return null;
}
