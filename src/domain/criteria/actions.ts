import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { action, touch } from '#kernel/action';
import { authorOf } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { optional, text, whole } from '#kernel/fields';
import { canCompareSheets, canImportSheets } from './policy.ts';
import type { Sheet } from './schema.ts';
import { checkSheet } from './sheets.ts';
import { differsAt } from './versions.ts';

const Code = text(20);

/**
 * Replaces the wording of a sheet by the signed text, as a new version. Codes, points, minima and rules must agree with
 * the version in force; the new version is not compared until a named person says so.
 * @throws AppError input.invalid at `sheet` naming the place that differs, not_found for an unknown code
 */
export const importSheet = action(
  {
    name: 'criteria.import_sheet',
    input: z.strictObject({ sheet: z.record(z.string(), z.unknown()) }),
    may: canImportSheets,
  },
  async (tx, input) => {
    const given = checked(input.sheet);
    const current = await tx.db
      .selectFrom('criteria.sheet')
      .select(['version', 'body'])
      .where('code', '=', given.code)
      .where('superseded_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!current) throw new AppError('not_found');
    const inForce = checkSheet(current.body);
    const place = differsAt(inForce, given);
    if (place) throw fieldError('sheet', 'criteria.differs', { place });
    if (isDeepStrictEqual(inForce, given)) throw fieldError('sheet', 'criteria.same');
    await tx.db
      .updateTable('criteria.sheet')
      .set({ superseded_at: tx.now })
      .where('code', '=', given.code)
      .where('version', '=', current.version)
      .execute();
    const version = current.version + 1;
    await tx.db
      .insertInto('criteria.sheet')
      .values({
        code: given.code,
        version,
        decision: given.decision,
        no: given.no,
        body: JSON.stringify(given),
        source: 'signed',
        loaded_at: tx.now,
        loaded_by: authorOf(tx),
      })
      .execute();
    await record(tx, 'criteria.imported', { kind: 'sheet', id: given.code }, { version });
    touch(tx, 'criteria');
    return { code: given.code, version };
  },
);

function checked(raw: unknown): Sheet {
  try {
    return checkSheet(raw);
  } catch (error) {
    const place = error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : (error as Error).message;
    throw fieldError('sheet', 'criteria.unreadable', { place });
  }
}

/**
 * "Đã đối chiếu bản ký": a named person has compared this version with the signed text.
 * @throws AppError not_found, state.conflict when it is compared already
 */
export const markCompared = action(
  {
    name: 'criteria.mark_compared',
    input: z.strictObject({ code: Code, version: whole(1, 10_000), note: optional(text(500)) }),
    may: canCompareSheets,
  },
  async (tx, input) => {
    const sheet = await tx.db
      .selectFrom('criteria.sheet')
      .select('code')
      .where('code', '=', input.code)
      .where('version', '=', input.version)
      .where('superseded_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!sheet) throw new AppError('not_found');
    const made = await tx.db
      .insertInto('criteria.comparison')
      .values({
        code: input.code,
        version: input.version,
        compared_by: authorOf(tx),
        compared_name: tx.actor!.name,
        compared_on: tx.today,
        note: input.note,
      })
      .onConflict((at) => at.columns(['code', 'version']).doNothing())
      .returning('code')
      .executeTakeFirst();
    if (!made) throw new AppError('state.conflict');
    await record(tx, 'criteria.compared', { kind: 'sheet', id: input.code }, { version: input.version });
    touch(tx, 'criteria');
  },
);
