import { isDeepStrictEqual } from 'node:util';
import type { Db } from '#kernel/db';
import { itemsOf } from './items.ts';
import type { Sheet } from './schema.ts';
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

/** A value without its texts: whatever is worded in `vi` and `en` is left out, at every depth, and all else kept. */
function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, held]) => !(/^(vi|en)$/.test(key) && typeof held === 'string'));
  return Object.fromEntries(kept.map(([key, held]) => [key, withoutTexts(held)]));
}

const agree = (a: unknown, b: unknown) => isDeepStrictEqual(withoutTexts(a), withoutTexts(b));

/**
 * The first place where two sheets differ in more than wording: an item, else a field of the sheet; null if they agree.
 * Everything but the texts is compared, so that what is added to sheets later is compared too.
 */
export function differsAt(a: Sheet, b: Sheet): string | null {
  const items = itemsOf(b);
  const item = itemsOf(a).find((one, i) => !agree(one, items[i]));
  if (item) return `item ${item.code}`;
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Sheet>;
  return [...fields].find((name) => !agree(a[name], b[name])) ?? null;
}
