import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Ctx } from '../context.ts';

const day = 86_400_000;

/**
 * Deletes what nobody claimed for a day: uploads with their pieces, what a killed process left half-written, and bytes
 * that no file, upload or picture names. Times are those of the machine, as for every file of its disk.
 */
export async function sweepFiles(ctx: Ctx): Promise<void> {
  const { db, files } = ctx.runtime;
  await sql`delete from kernel.upload where created_at < now() - interval '1 day'`.execute(db);
  await sql`delete from kernel.picture where not exists (select from kernel.file where file.hash = picture.of)
    and not exists (select from kernel.upload where upload.hash = picture.of)`.execute(db);
  const before = Date.now() - day;
  for (const name of await readdir(files.incoming)) {
    const path = join(files.incoming, name);
    const found = await stat(path).catch(() => null); // finished and put away meanwhile
    if (found && found.mtimeMs < before) await rm(path, { force: true });
  }
  for await (const { hash, at } of files.all()) {
    if (at.getTime() < before && !(await isNamed(ctx, hash))) await files.remove(hash, () => isNamed(ctx, hash));
  }
}

async function isNamed(ctx: Ctx, hash: string): Promise<boolean> {
  const { rows } = await sql<{ named: boolean }>`
    select exists (select from kernel.file where hash = ${hash}) or exists (select from kernel.upload where hash = ${hash})
      or exists (select from kernel.picture where hash = ${hash}) as named`.execute(ctx.runtime.db);
  return rows[0]!.named;
}
