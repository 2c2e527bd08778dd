import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import { newId } from '#kernel/ids';

export type ClockRow = {
  clock: string;
  began_on: string;
  due_on: string;
  ended_on: string | null;
  stopped_on: string | null;
  stopped_days: number;
};

/** The clocks of a dossier, those that run first. */
export async function clocksOf(ctx: Ctx | Tx, dossier: string): Promise<ClockRow[]> {
  const { rows } = await sql<ClockRow>`
    select clock, began_on, due_on, ended_on, stopped_on, stopped_days from grading.dossier_clock
    where dossier_id = ${dossier} order by ended_on desc nulls first, due_on`.execute(ctx.db);
  return rows;
}

/** Begins a clock of the decision; one that runs already goes on as it is. */
export async function beginClock(
  tx: Tx,
  dossier: string,
  { clock, began_on, due_on }: Pick<ClockRow, 'clock' | 'began_on' | 'due_on'>,
): Promise<void> {
  await sql`insert into grading.dossier_clock (id, dossier_id, clock, began_on, due_on)
    values (${newId()}, ${dossier}, ${clock}, ${began_on}, ${due_on})
    on conflict (dossier_id, clock) where ended_on is null do nothing`.execute(tx.db);
}

/** Ends a clock that runs, today; nothing where none does. */
export async function endClock(tx: Tx, dossier: string, clock: string): Promise<void> {
  await tx.db
    .updateTable('grading.dossier_clock')
    .set({ ended_on: tx.today })
    .where('dossier_id', '=', dossier)
    .where('clock', '=', clock)
    .where('ended_on', 'is', null)
    .execute();
}

/** Ends every clock that runs on a dossier: it has come to its end. */
export async function endClocks(tx: Tx, dossier: string): Promise<void> {
  await tx.db
    .updateTable('grading.dossier_clock')
    .set({ ended_on: tx.today })
    .where('dossier_id', '=', dossier)
    .where('ended_on', 'is', null)
    .execute();
}
