import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { checkSheet } from './sheets.ts';
import type { Sheet } from './schema.ts';

/** A sheet as it stands: which version, from which text, and who compared it with the signed one (null: nobody yet). */
export type SheetVersion = {
  sheet: Sheet;
  version: number;
  source: string;
  compared: { by: string; on: string } | null;
};

const kept = new Map<string, Sheet>();

const inForce = (ctx: Ctx) =>
  ctx.db
    .selectFrom('criteria.sheet as sheet')
    .leftJoin('criteria.comparison as comparison', (join) =>
      join.onRef('comparison.code', '=', 'sheet.code').onRef('comparison.version', '=', 'sheet.version'),
    )
    .select(['sheet.code', 'sheet.version', 'sheet.source', 'comparison.compared_name', 'comparison.compared_on'])
    .where('sheet.superseded_at', 'is', null)
    .orderBy('sheet.no');

type Row = { code: string; version: number; source: string; compared_name: string | null; compared_on: string | null };

async function versionOf(ctx: Ctx, row: Row): Promise<SheetVersion> {
  const compared = row.compared_name && row.compared_on ? { by: row.compared_name, on: row.compared_on } : null;
  return { sheet: await bodyOf(ctx, row.code, row.version), version: row.version, source: row.source, compared };
}

/** The versions in force, in the order of the decision. */
export async function currentSheets(ctx: Ctx): Promise<SheetVersion[]> {
  return Promise.all((await inForce(ctx).execute()).map((row) => versionOf(ctx, row)));
}

/** The sheet in force by its code, such as QD26-12. @throws AppError not_found */
export async function currentSheet(ctx: Ctx, code: string): Promise<SheetVersion> {
  const row = await inForce(ctx).where('sheet.code', '=', code).executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return versionOf(ctx, row);
}

// A version never changes, so its parsed body is kept.
async function bodyOf(ctx: Ctx, code: string, version: number): Promise<Sheet> {
  const key = `${code}/${version}`;
  let sheet = kept.get(key);
  if (!sheet) {
    const row = await ctx.db
      .selectFrom('criteria.sheet')
      .select('body')
      .where('code', '=', code)
      .where('version', '=', version)
      .executeTakeFirstOrThrow();
    sheet = checkSheet(row.body);
    kept.set(key, sheet);
  }
  return sheet;
}
