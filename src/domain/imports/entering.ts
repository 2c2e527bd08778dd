import { inTransaction } from '#kernel/action';
import { type Ctx, contextFor } from '#kernel/context';
import { AppError } from '#kernel/errors';
import type { Reaction } from '#kernel/jobs';
import { actorOf } from '#domain/identity/queries';
import { commitImport } from './commit.ts';
import { readImport } from './reactions.ts';

/** What was confirmed is entered by a job, so that the page can be left and found again. */
export const enterConfirmed: Reaction = {
  hears: ['import.confirmed'],
  react: (ctx, { subject }) => enterImport(ctx, subject.id),
};

/** Enters a confirmed import in the name of whoever brought it; where that fails, it waits for them with the reason. */
export async function enterImport(ctx: Ctx, id: string): Promise<void> {
  const run = await ctx.db.selectFrom('imports.run').select('person_id').where('id', '=', id).executeTakeFirst();
  if (!run) return;
  const actor = run.person_id && (await actorOf(ctx, run.person_id));
  try {
    await commitImport(contextFor(ctx.runtime, actor || null), { id });
  } catch (error) {
    const fault =
      error instanceof AppError ? String(error.details.reason ?? `errors.${error.code}`) : 'errors.internal';
    if (!(error instanceof AppError)) ctx.runtime.log.error({ error: String(error), import: id }, 'imports');
    await inTransaction(ctx, async (tx) => {
      const waits = { state: 'ready', fault, changed_at: tx.now };
      await tx.db.updateTable('imports.run').set(waits).where('id', '=', id).where('state', '=', 'entering').execute();
    });
  }
}

/** Milliseconds without a sign of life after which the process that was at work is taken for gone. */
const patience = 60_000;

/** Takes up what a killed process left: the reading from its beginning, the entering of which nothing was kept. */
export async function resumeImports(ctx: Ctx): Promise<void> {
  const left = await inTransaction(ctx, (tx) =>
    tx.db
      .updateTable('imports.run')
      .set(({ eb }) => ({ version: eb('version', '+', 1), changed_at: tx.now }))
      .where(
        'id',
        'in',
        (from) =>
          from
            .selectFrom('imports.run')
            .select('id')
            .where('state', 'in', ['reading', 'entering'])
            .where('changed_at', '<', new Date(tx.now.getTime() - patience))
            .forUpdate()
            .skipLocked(), // whoever enters it holds it
      )
      .returning(['id', 'state'])
      .execute(),
  );
  for (const { id, state } of left) await (state === 'reading' ? readImport(ctx, id) : enterImport(ctx, id));
}
