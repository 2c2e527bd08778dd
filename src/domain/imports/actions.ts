import { sql } from 'kysely';
import { action, inTransaction, preparedAction } from '#kernel/action';
import { authorOf, type Ctx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { limit } from '#kernel/limits';
import { isOfficer, officerScopes } from '#domain/identity/rules';
import { most } from './archive.ts';
import { type Mapping, needed } from './columns.ts';
import { forget, lockRun, subjectOf } from './rows.ts';
import { AbandonImport, ConfirmImport, MapColumns, UploadImport } from './schema.ts';

/** How long a worksheet waits for its officer, in days. */
const kept = 30;

/** Takes a worksheet in; a job reads it. @returns the id of the import @throws AppError limit.reached, input.invalid at `file` */
export const uploadImport = preparedAction(
  { name: 'imports.upload', input: UploadImport, may: isOfficer },
  async (ctx, { name, bytes }) => {
    await limit(ctx, `import:${ctx.actor!.id}`, 60, 60 * 60);
    if (bytes.length > most.bytes) throw fieldError('file', 'imports.file_large', { max: most.bytes / 1024 / 1024 });
    return async (tx) => {
      const id = newId();
      const scopes = officerScopes(tx.actor);
      const person = authorOf(tx);
      const run = { id, person_id: person, area_path: scopes[0]!, scopes, file_name: name, file_size: bytes.length };
      await tx.db
        .insertInto('imports.run')
        .values({ ...run, changed_by: person, changed_at: tx.now, created_at: tx.now })
        .execute();
      const kept_until = new Date(tx.now.getTime() + kept * 86_400_000);
      await tx.db
        .insertInto('imports.upload')
        .values({ run_id: id, bytes: Buffer.from(bytes), kept_until })
        .execute();
      await record(tx, 'import.uploaded', subjectOf(run), { bytes: bytes.length });
      return { id };
    };
  },
);

/**
 * Says which column means what, or which sheet is meant, and has the file read again. The mapping is remembered for the
 * office's next worksheet with these headings.
 * @throws AppError not_found, state.conflict, input.invalid at a field without a column, or with another's
 */
export const mapColumns = action({ name: 'imports.map', input: MapColumns, may: isOfficer }, async (tx, input) => {
  const run = await lockRun(tx, input.id, 'ready', 'failed', 'reading');
  const mapping = input.mapping && mappingOf(input.mapping);
  if (mapping && run.fingerprint) {
    const remembered = { mapping: JSON.stringify(mapping), changed_at: tx.now };
    await tx.db
      .insertInto('imports.mapping')
      .values({ area_path: run.area_path, fingerprint: run.fingerprint, ...remembered })
      .onConflict((at) => at.columns(['area_path', 'fingerprint']).doUpdateSet(remembered))
      .execute();
  }
  const sheet = input.sheet ?? run.sheet;
  if (sheet !== run.sheet) await tx.db.deleteFrom('imports.line').where('run_id', '=', run.id).execute();
  await tx.db
    .updateTable('imports.run')
    .set({
      state: 'reading',
      done: 0,
      error: null,
      fault: null,
      sheet,
      // Another sheet has headings of its own.
      mapping: JSON.stringify(sheet === run.sheet ? (mapping ?? run.mapping) : {}),
      about: JSON.stringify(sheet === run.sheet ? (saidOf(input.about) ?? run.about) : {}),
      version: run.version + 1,
      changed_at: tx.now,
    })
    .where('id', '=', run.id)
    .execute();
  await record(tx, 'import.mapped', subjectOf(run));
});

/** What was said of the decision, without what was left empty. */
const saidOf = (about: Record<string, string | null> | undefined) =>
  about && Object.fromEntries(Object.entries(about).filter(([, said]) => said !== null));

function mappingOf(given: Record<string, number | null>): Mapping {
  const taken = new Map<number, string>();
  for (const [field, column] of Object.entries(given)) {
    if (column === null) continue;
    if (taken.has(column)) throw fieldError(`mapping.${field}`, 'imports.column_twice');
    taken.set(column, field);
  }
  for (const field of needed) if (given[field] === null) throw fieldError(`mapping.${field}`, 'fields.required');
  return Object.fromEntries([...taken].map(([column, field]) => [field, column]));
}

/**
 * Says that the rows as they were looked at enter the register: a job does it (`commitImport`).
 * @throws AppError not_found, state.conflict with the reason: there are no rows, or problems are left
 */
export const confirmImport = action(
  { name: 'imports.confirm', input: ConfirmImport, may: isOfficer },
  async (tx, input) => {
    const run = await lockRun(tx, input.id, 'ready');
    const { rows, problems } = await tx.db
      .selectFrom('imports.line')
      .select(({ fn }) => [
        fn.countAll<number>().as('rows'),
        fn.countAll<number>().filterWhere('state', '=', 'problem').as('problems'),
      ])
      .where('run_id', '=', run.id)
      .executeTakeFirstOrThrow();
    const reason = run.error || !rows ? 'imports.nothing_to_enter' : problems ? 'imports.problems_left' : null;
    if (reason) throw new AppError('state.conflict', { details: { reason } });
    await tx.db
      .updateTable('imports.run')
      .set({ state: 'entering', fault: null, version: run.version + 1, changed_at: tx.now })
      .where('id', '=', run.id)
      .execute();
    await record(tx, 'import.confirmed', subjectOf(run));
  },
);

/** Gives an import up: the file and its rows are forgotten, the register is as it was. @throws AppError not_found, state.conflict */
export const abandonImport = action(
  { name: 'imports.abandon', input: AbandonImport, may: isOfficer },
  async (tx, input) => {
    const run = await lockRun(tx, input.id, 'reading', 'ready', 'failed');
    await forget(tx, run.id);
    const left = { state: 'abandoned', version: run.version + 1, changed_at: tx.now };
    await tx.db.updateTable('imports.run').set(left).where('id', '=', run.id).execute();
    await record(tx, 'import.abandoned', subjectOf(run));
  },
);

/** Gives up what nobody came back for: no worksheet with people in it is kept for more than 30 days. */
export const sweepImports = (ctx: Ctx): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const late = await tx.db
      .selectFrom('imports.upload')
      .select('run_id')
      .where('kept_until', '<', sql<Date>`now()`)
      .execute();
    for (const { run_id } of late) await abandonImport(tx, { id: run_id });
  });
