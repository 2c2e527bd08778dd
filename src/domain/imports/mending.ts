import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { isOfficer } from '#domain/identity/rules';
import type { About } from './about.ts';
import type { Mapping } from './columns.ts';
import { type Given, readLines } from './lines.ts';
import { Places } from './places.ts';
import { placeText } from './reading.ts';
import { Row } from './row.ts';
import { lockRun, subjectOf } from './rows.ts';
import { MendLine, SkipProblems } from './schema.ts';

type Mended = Record<string, string>;

/** What may be said once for all rows that say the same. */
const shared = ['commune', 'set', 'kind'] as const;

/**
 * Mends a row in place, or leaves it out; nothing enters the register yet. With `alike` the commune, the set and the
 * kind chosen here hold for every row with a problem that says the same in the worksheet.
 * @returns how many rows were read anew
 * @throws AppError not_found, state.conflict, input.invalid
 */
export const mendLine = action({ name: 'imports.mend', input: MendLine, may: isOfficer }, async (tx, input) => {
  const run = await lockRun(tx, input.id, 'ready');
  const mapping = run.mapping as Mapping;
  const lines = await tx.db
    .selectFrom('imports.line')
    .select(['no', 'cells', 'mended', 'skipped', 'state'])
    .where('run_id', '=', run.id)
    .where(({ eb, or }) => or([eb('no', '=', input.no), ...(input.alike ? [eb('state', '=', 'problem')] : [])]))
    .orderBy('no')
    .execute();
  const line = lines.find(({ no }) => no === input.no);
  if (!line) throw new AppError('not_found');
  const said = input.values as Mended;
  const changed: Given[] = [
    {
      no: line.no,
      cells: line.cells as string[],
      mended: { ...(line.mended as Mended), ...said },
      skipped: input.skip,
    },
  ];
  const says = (cells: unknown, field: (typeof shared)[number]) => {
    const row = new Row(cells as string[], mapping, {});
    return field === 'commune' ? placeText(row) : row.text(field);
  };
  for (const other of lines.filter(({ no }) => no !== input.no)) {
    const same = shared.filter((field) => said[field] && says(other.cells, field) && says(other.cells, field) === says(line.cells, field)); // prettier-ignore
    if (!same.length) continue;
    const values = Object.fromEntries(same.map((field) => [field, said[field]!]));
    changed.push({
      no: other.no,
      cells: other.cells as string[],
      mended: { ...(other.mended as Mended), ...values },
      skipped: other.skipped,
    });
  }
  await readAnew(tx, { ...run, about: run.about as About }, mapping, changed);
  await record(tx, 'import.mended', subjectOf(run), { row: input.no, fields: Object.keys(said), rows: changed.length });
  return { rows: changed.length };
});

type Run = { id: string; scopes: string[]; about: About };

async function readAnew(tx: Tx, { id, scopes, about }: Run, mapping: Mapping, given: readonly Given[]) {
  const lines = await readLines(tx, { mapping, about, scopes, places: new Places(tx, scopes) }, given);
  for (const { no, cells: _, ...values } of lines)
    await tx.db.updateTable('imports.line').set(values).where('run_id', '=', id).where('no', '=', no).execute();
}

/** Leaves out every row that still has a problem. @returns how many @throws AppError not_found, state.conflict */
export const skipProblems = action(
  { name: 'imports.skip_problems', input: SkipProblems, may: isOfficer },
  async (tx, input) => {
    const run = await lockRun(tx, input.id, 'ready');
    const { rows } = await sql<{ no: number }>`
      update imports.line set skipped = true, state = 'skipped'
      where run_id = ${run.id} and state = 'problem' returning no`.execute(tx.db);
    await record(tx, 'import.mended', subjectOf(run), { skipped: rows.length });
    return { rows: rows.length };
  },
);
