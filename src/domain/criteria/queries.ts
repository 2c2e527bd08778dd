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

const keyOf = ({ code, version }: Pick<Row, 'code' | 'version'>) => `${code}/${version}`;

/** The versions in force, in the order of the decision. */
export async function currentSheets(ctx: Ctx): Promise<SheetVersion[]> {
  return withBodies(ctx, await inForce(ctx).execute());
}

/** The sheet in force by its code, such as QD26-12. @throws AppError not_found */
export async function currentSheet(ctx: Ctx, code: string): Promise<SheetVersion> {
  const [found] = await withBodies(ctx, await inForce(ctx).where('sheet.code', '=', code).execute());
  if (!found) throw new AppError('not_found');
  return found;
}

/** The sheet in force for a set of products, by the number of the set. @throws AppError not_found */
export async function sheetOfSet(ctx: Ctx, no: number): Promise<SheetVersion> {
  const [found] = await withBodies(ctx, await inForce(ctx).where('sheet.no', '=', no).execute());
  if (!found) throw new AppError('not_found');
  return found;
}

/** One version of a sheet, in force or not: whoever began on it goes on with it. @throws AppError not_found */
export async function sheetOfVersion(ctx: Ctx, code: string, version: number): Promise<Sheet> {
  const row = { code, version, source: '', compared_name: null, compared_on: null };
  await readMissing(ctx, [row]);
  const sheet = kept.get(keyOf(row));
  if (!sheet) throw new AppError('not_found');
  return sheet;
}

async function withBodies(ctx: Ctx, rows: readonly Row[]): Promise<SheetVersion[]> {
  await readMissing(ctx, rows);
  return rows.map((row) => ({
    sheet: kept.get(keyOf(row))!,
    version: row.version,
    source: row.source,
    compared: row.compared_name && row.compared_on ? { by: row.compared_name, on: row.compared_on } : null,
  }));
}

/** Reads the bodies that are not kept yet, all in one query. A version never changes, so its parsed body is kept. */
async function readMissing(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const missing = rows.filter((row) => !kept.has(keyOf(row)));
  if (!missing.length) return;
  const bodies = await ctx.db
    .selectFrom('criteria.sheet')
    .select(['code', 'version', 'body'])
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('code', 'version'),
        'in',
        missing.map(({ code, version }) => tuple(code, version)),
      ),
    )
    .execute();
  for (const row of bodies) kept.set(keyOf(row), checkSheet(row.body));
}
