import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import type { About } from './about.ts';
import type { Mapping } from './columns.ts';
import type { Result } from './commit.ts';
import type { Note, Problem } from './row.ts';

/** The imports that this person brought; nobody sees those of others. */
const visibleRuns = (ctx: Ctx) => ctx.db.selectFrom('imports.run').where('person_id', '=', ctx.actor?.id ?? null);

/** This person's imports, the newest first, 30 to a page. */
export async function listImports(ctx: Ctx, page = 1) {
  const size = 30;
  const rows = await visibleRuns(ctx)
    .select(['id', 'file_name', 'state', 'done', 'total', 'result', 'created_at', 'changed_at'])
    .orderBy('created_at', 'desc')
    .limit(size + 1)
    .offset((page - 1) * size)
    .execute();
  const items = rows.slice(0, size).map((row) => ({ ...row, result: row.result as Result | null }));
  return { items, hasNext: rows.length > size, page };
}

/** An import with its numbers of rows by state. @throws AppError not_found */
export async function importById(ctx: Ctx, id: string) {
  if (!isId(id)) throw new AppError('not_found');
  const run = await visibleRuns(ctx).selectAll().where('id', '=', id).executeTakeFirst();
  if (!run) throw new AppError('not_found');
  const counted = await ctx.db
    .selectFrom('imports.line')
    .select(['state', ({ fn }) => fn.countAll<number>().as('n')])
    .where('run_id', '=', id)
    .groupBy('state')
    .execute();
  const { scopes: _, ...shown } = run;
  return {
    ...shown,
    mapping: run.mapping as Mapping,
    about: run.about as About,
    error: run.error as { key: string; params: Record<string, number> } | null,
    result: run.result as Result | null,
    counts: {
      problem: 0,
      new: 0,
      known: 0,
      skipped: 0,
      ...Object.fromEntries(counted.map(({ state, n }) => [state, n])),
    },
  };
}

export type LineRow = {
  no: number;
  cells: string[];
  mended: Record<string, string>;
  skipped: boolean;
  state: 'new' | 'known' | 'problem' | 'skipped';
  problems: Problem[];
  notes: Note[];
  /** The stars that would be recorded, as they were read; none while a problem stands. */
  decisions: { stars: number; decided_on: string | null; decision_no: string | null }[];
};

/** The rows of an import that this person sees, those with problems first, 30 to a page. @throws AppError not_found */
export async function linesOf(ctx: Ctx, id: string, { state, page }: { state: string | null; page: number }) {
  await importById(ctx, id);
  const size = 30;
  const { rows } = await sql<LineRow>`
    select no, cells, mended, skipped, state, problems, notes, coalesce(draft -> 'recognitions', '[]') as decisions from imports.line
    where run_id = ${id} and (${state}::text is null or state = ${state})
    order by state <> 'problem', no limit ${size + 1} offset ${(page - 1) * size}`.execute(ctx.db);
  return { items: rows.slice(0, size), hasNext: rows.length > size, page };
}
