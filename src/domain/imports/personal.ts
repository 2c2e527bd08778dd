import { sql } from 'kysely';
import { systemActor } from '#kernel/context';
import type { Holder } from '#kernel/personal';
import { abandonImport } from './actions.ts';

/** What an officer imported is an official act. A worksheet that is still being mended goes, with the people in it. */
export const importsHolder: Holder = {
  async held(ctx, person) {
    const { rows } = await sql`
      select file_name, file_size, state as import_state, created_at from imports.run
      where person_id = ${person} order by created_at desc limit 1000`.execute(ctx.db);
    return rows.length ? { imports: rows } : {};
  },
  async erase(tx, person) {
    const runs = await tx.db
      .selectFrom('imports.run')
      .select(['id', 'state'])
      .where('person_id', '=', person)
      .execute();
    for (const { id, state } of runs)
      if (['reading', 'ready', 'failed'].includes(state)) await abandonImport({ ...tx, actor: systemActor }, { id });
    await tx.db
      .updateTable('imports.run')
      .set({ file_name: '–' })
      .where('person_id', '=', person)
      .where('state', '=', 'abandoned')
      .execute();
    return runs.length ? ['trust.kept.imports'] : [];
  },
};
