import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inTransaction } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import type { Reaction } from '#kernel/jobs';
import { FileFault } from './archive.ts';
import type { About } from './about.ts';
import { guessMapping, headingsKey, type Mapping, needed } from './columns.ts';
import type { Worksheet } from './grid.ts';
import { parseWorksheet } from './parsing.ts';
import { readLines } from './lines.ts';
import { Places } from './places.ts';

/** A worksheet that came, or whose columns were told, is read: by a job, so that it can be left and found again. */
export const readUpload: Reaction = {
  hears: ['import.uploaded', 'import.mapped'],
  react: (ctx, { subject }) => readImport(ctx, subject.id),
};

/** Reads the file of an import into its rows. Where another reading began meanwhile, or it was given up, this one ends. */
export async function readImport(ctx: Ctx, id: string): Promise<void> {
  const run = await ctx.db.selectFrom('imports.run').selectAll().where('id', '=', id).executeTakeFirst();
  const upload = await ctx.db.selectFrom('imports.upload').select('bytes').where('run_id', '=', id).executeTakeFirst();
  if (!run || !upload || run.state !== 'reading') return;
  try {
    const worksheet = await parseWorksheet(upload.bytes, run.sheet);
    const read = await begin(ctx, run, worksheet);
    if (read) await readAll(ctx, run, worksheet, read);
  } catch (error) {
    // A fault of ours is told, too: a page that waits for ever helps nobody.
    const [key, params] = error instanceof FileFault ? [error.key, error.params] : ['errors.internal', {}];
    if (!(error instanceof FileFault)) ctx.runtime.log.error({ error: String(error), import: id }, 'imports');
    await mark(ctx, run, { state: 'failed', error: JSON.stringify({ key, params }) });
  }
}

type Run = { id: string; version: number; area_path: string; scopes: string[]; mapping: unknown; about: unknown };

type Read = { mapping: Mapping; about: About };

/** Writes down what the file is. @returns how to read it; null where the officer must say first which columns mean what */
async function begin(ctx: Ctx, run: Run, worksheet: Worksheet): Promise<Read | null> {
  const fingerprint = createHash('sha256').update(headingsKey(worksheet.headings)).digest('hex');
  const remembered = await ctx.db
    .selectFrom('imports.mapping')
    .select('mapping')
    .where('area_path', '=', run.area_path)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  const told = run.mapping as Mapping;
  const mapping = Object.keys(told).length
    ? told
    : ((remembered?.mapping as Mapping | undefined) ?? guessMapping(worksheet.headings));
  const about = Object.keys(run.about as About).length ? (run.about as About) : worksheet.about;
  const missing = needed.some((field) => mapping[field] === undefined);
  const { sheets, sheet, headings, firstRow } = worksheet;
  await mark(ctx, run, {
    sheets,
    sheet,
    headings,
    first_row: firstRow + 1,
    fingerprint,
    mapping: JSON.stringify(mapping),
    about: JSON.stringify(about),
    total: worksheet.rows.length,
    done: 0,
    ...(missing && { state: 'ready', error: JSON.stringify({ key: 'imports.columns_missing', params: {} }) }),
  });
  return missing ? null : { mapping, about };
}

/** Rows of one step: short enough that nobody's save waits for it. */
const step = 40;

async function readAll(ctx: Ctx, run: Run, { rows }: Worksheet, read: Read): Promise<void> {
  const before = await ctx.db
    .selectFrom('imports.line')
    .select(['no', 'mended', 'skipped'])
    .where('run_id', '=', run.id)
    .execute();
  const mended = new Map(before.map((line) => [line.no, line]));
  const places = new Places(ctx, run.scopes);
  let passed = 0;
  for (let at = 0; at < rows.length; at += step) {
    const begun = performance.now();
    const some = rows.slice(at, at + step).map((row) => ({ ...row, mended: mended.get(row.no)?.mended as Record<string, string> | undefined, skipped: mended.get(row.no)?.skipped ?? false })); // prettier-ignore
    const lines = await readLines(ctx, { ...read, scopes: run.scopes, places }, some);
    passed += some.length - lines.length;
    const goesOn = await inTransaction(ctx, async (tx) => {
      const progress = { changed_at: tx.now, done: Math.min(at + step, rows.length), passed_over: passed };
      const { numUpdatedRows } = await tx.db
        .updateTable('imports.run')
        .set(progress)
        .where('id', '=', run.id)
        .where('state', '=', 'reading')
        .where('version', '=', run.version)
        .executeTakeFirstOrThrow();
      if (!numUpdatedRows) return false;
      await tx.db
        .deleteFrom('imports.line')
        .where('run_id', '=', run.id)
        .where('no', '>=', some[0]!.no)
        .where('no', '<=', some.at(-1)!.no)
        .execute();
      if (lines.length)
        await tx.db
          .insertInto('imports.line')
          .values(lines.map((line) => ({ run_id: run.id, ...line })))
          .execute();
      return true;
    });
    if (!goesOn) return;
    // Rests half as long as it worked: a third of the time is everybody else's.
    await pause((performance.now() - begun) / 2);
  }
  await mark(ctx, run, { state: 'ready' });
}

/** Writes how far the reading is, unless another one has begun. */
const mark = (ctx: Ctx, run: Run, values: object): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    await tx.db
      .updateTable('imports.run')
      .set({ ...values, changed_at: tx.now })
      .where('id', '=', run.id)
      .where('state', '=', 'reading')
      .where('version', '=', run.version)
      .execute();
  });
