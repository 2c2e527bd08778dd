import { createReadStream } from 'node:fs';
import { authorOf, type Ctx, type Tx } from '../context.ts';
import type { Db } from '../db.ts';
import { fieldError, type Issue } from '../errors.ts';
import { newId } from '../ids.ts';
import { accept, type Accepted } from './accept.ts';
import { downloadName, type Kind } from './kinds.ts';

/** A file as a page shows it and leads to it. */
export type FileRow = { id: string; hash: string; kind: Kind; size: number; name: string };

/** The widths of a picture; a second one of the same bytes finds them there. */
export async function enterPictures(db: Db, { pictures }: Pick<Accepted, 'pictures'>): Promise<void> {
  if (!pictures.length) return;
  await db
    .insertInto('kernel.picture')
    .values(pictures)
    .onConflict((at) => at.columns(['of', 'width']).doNothing())
    .execute();
}

/**
 * Makes a finished upload of this person a file, in the transaction of what it belongs to: rolled back with it, it can
 * be claimed again.
 * @param path the field that a refusal is told at
 * @returns the id of the file
 * @throws AppError input.invalid at `path`: not there (any more), not finished, or what was wrong with it
 */
export async function claimUpload(tx: Tx, upload: string, path = 'file'): Promise<string> {
  const row = await tx.db
    .selectFrom('kernel.upload')
    .selectAll()
    .where('id', '=', upload)
    .where('person_id', '=', tx.actor?.id ?? '00000000-0000-0000-0000-000000000000')
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw fieldError(path, 'files.gone');
  if (row.state === 'refused') {
    const issue = row.issue as unknown as Issue;
    throw fieldError(path, issue.key, issue.params);
  }
  if (row.state !== 'whole') throw fieldError(path, 'files.unfinished');
  const kind = row.kind as Kind;
  const id = newId();
  await enterFile(tx, { id, hash: row.hash!, kind, size: row.stored!, name: downloadName(row.name, kind) });
  await tx.db.deleteFrom('kernel.upload').where('id', '=', upload).execute();
  return id;
}

async function enterFile(tx: Tx, file: FileRow): Promise<void> {
  await tx.db
    .insertInto('kernel.file')
    .values({ ...file, uploaded_by: authorOf(tx), uploaded_at: tx.now })
    .execute();
}

/**
 * A file that the product itself brings along (the demo's papers). @param path on this machine
 * @returns the id of the file
 */
export async function bringFile(tx: Tx, path: string, name: string): Promise<string> {
  const staged = await tx.runtime.files.stage(createReadStream(path));
  const accepted = await accept(tx.runtime, staged, name);
  await enterPictures(tx.db, accepted);
  await accepted.keep();
  const { kind, hash, size } = accepted;
  const id = newId();
  await enterFile(tx, { id, hash, kind, size, name: downloadName(name, kind) });
  return id;
}

/** Shows a picture to everybody, at an address that stays, or no longer. The caller has asked who may. */
export async function publishPicture(tx: Tx, file: string, published: boolean): Promise<void> {
  await tx.db
    .updateTable('kernel.file')
    .set({ published })
    .where('id', '=', file)
    .where('kind', '=', 'picture')
    .execute();
}

/** Files by their ids, for a room whose rows name them. The caller has asked who may see them. */
export async function filesOf(ctx: Pick<Ctx, 'db'>, ids: readonly string[]): Promise<Map<string, FileRow>> {
  if (!ids.length) return new Map();
  const rows = await ctx.db
    .selectFrom('kernel.file')
    .select(['id', 'hash', 'kind', 'size', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row as FileRow]));
}

/** Forgets a file whose row nothing names any more; its bytes are swept away within a day. */
export async function dropFile(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('kernel.file').where('id', '=', id).execute();
}

/** One width of a picture, by the hash under which everybody gets it once it is published. */
export type Width = { hash: string; width: number; height: number };

/** The widths of pictures by the ids of their files, the lightest first. The caller has asked who may see them. */
export async function widthsOf(ctx: Pick<Ctx, 'db'>, files: readonly string[]): Promise<Map<string, Width[]>> {
  if (!files.length) return new Map();
  const rows = await ctx.db
    .selectFrom('kernel.file as file')
    .innerJoin('kernel.picture as picture', 'picture.of', 'file.hash')
    .select(['file.id', 'picture.hash', 'picture.width', 'picture.height'])
    .where('file.id', 'in', [...files])
    .orderBy('picture.width')
    .execute();
  return Map.groupBy(rows, ({ id }) => id);
}
