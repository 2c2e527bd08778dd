import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { Actor, Ctx, Tx } from './context.ts';
import { AppError, type Issue } from './errors.ts';
import { parse } from './fields.ts';
import type { DB } from './tables.ts';

type ActionSpec = {
  /** `room.verb`: how the log, the harness and the metrics call it. */
  name: string;
  input: z.ZodType;
  /** Asked before anything is read: may a person with these roles ever do this? The body asks again about the row. */
  may: (actor: Actor | null) => boolean;
  /** Constraints (unique, or a reference to what must be there) that a person can run into, each with the field and the sentence that say so. */
  taken?: Record<string, Issue>;
};

export type Action<R> = ((ctx: Ctx | Tx, raw: unknown) => Promise<R>) & { spec: ActionSpec };

type SpecOf<S extends z.ZodType> = Omit<ActionSpec, 'input'> & { input: S };

/**
 * A write: raw input in, one transaction, all or nothing. Called with a transaction it joins it.
 * @throws AppError sign_in.needed, refused, input.invalid, and whatever the body throws
 */
export const action = <S extends z.ZodType, R>(
  spec: SpecOf<S>,
  body: (tx: Tx, input: z.output<S>) => Promise<R>,
): Action<R> => preparedAction(spec, async (_, input) => (tx) => body(tx, input));

/**
 * A write with slow work before it, such as hashing a password: `prepare` does that while no transaction holds a lock,
 * and returns the body.
 */
export function preparedAction<S extends z.ZodType, R>(
  spec: SpecOf<S>,
  prepare: (ctx: Ctx, input: z.output<S>) => Promise<(tx: Tx) => Promise<R>>,
): Action<R> {
  const act = async (ctx: Ctx | Tx, raw: unknown): Promise<R> => {
    if (!spec.may(ctx.actor) || ctx.actor?.key) throw new AppError(ctx.actor ? 'refused' : 'sign_in.needed');
    const input = parse(spec.input, raw);
    try {
      return await inTransaction(ctx, await prepare(ctx, input));
    } catch (error) {
      throw asTaken(error, spec.taken) ?? error;
    }
  };
  return Object.assign(act, { spec });
}

/**
 * Runs `body` in one transaction of the business context, that of the caller if there is one; tells every process what
 * it touched when it commits.
 */
export async function inTransaction<R>(ctx: Ctx | Tx, body: (tx: Tx) => Promise<R>): Promise<R> {
  if ('touched' in ctx) return body(ctx);
  const touched = new Set<string>();
  const result = await ctx.runtime.db.transaction().execute(async (db) => {
    const outcome = await body({ ...ctx, db, touched });
    if (touched.size) await tell(db, touched);
    return outcome;
  });
  ctx.runtime.tags.changed(touched);
  return result;
}

/** Marks what this write changes: every cached page that shows it is made anew once the write commits. */
export function touch(tx: Tx, ...tags: string[]): void {
  for (const tag of tags) tx.touched.add(tag);
}

async function tell(db: Kysely<DB>, tags: Set<string>) {
  const all = [...tags];
  // A notice holds at most 8,000 bytes; a very large write says "anything".
  const payload = all.length > 100 ? ['*'] : all;
  await sql`select pg_notify('touched', ${JSON.stringify(payload)})`.execute(db);
}

function asTaken(error: unknown, taken: ActionSpec['taken']): AppError | undefined {
  if (!(error instanceof Error) || !('code' in error) || !['23505', '23503'].includes(String(error.code)))
    return undefined; // neither unique_violation nor foreign_key_violation
  const issue = taken?.[String((error as { constraint?: string }).constraint)];
  return issue && new AppError('input.invalid', { issues: [issue] });
}
