import { sql } from 'kysely';
import type { Holder } from '../personal.ts';

/** Files that a person handed in stay with the paper that they belong to; what was never claimed is forgotten. */
export const filesHolder: Holder = {
  async held(ctx, person) {
    const { rows: files } = await sql`
      select name, kind, size, uploaded_at from kernel.file where uploaded_by = ${person} order by uploaded_at desc`.execute(
      ctx.db,
    );
    const { rows: uploads } = await sql`
      select name, size, state, created_at from kernel.upload where person_id = ${person}`.execute(ctx.db);
    return files.length || uploads.length ? { files, uploads } : {};
  },
  async erase(tx, person) {
    await tx.db.deleteFrom('kernel.upload').where('person_id', '=', person).execute();
    return [];
  },
};
