import { constants, createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { AppError, fieldError, type Issue } from '../errors.ts';
import { parse, text, whole } from '../fields.ts';
import { isId, newId } from '../ids.ts';
import { limit } from '../limits.ts';
import { enterPictures } from './rows.ts';
import { asFull, sizeOf, writeAt } from './store.ts';
import { type Accepted, accept } from './accept.ts';

/**
 * A file on its way in: begun, then pieces are added at the place where the last one ended, then finished. The pieces
 * lie on the disk, so that neither a dropped network nor a restart loses them. Only whoever began it knows it.
 */
export type Upload = {
  id: string;
  name: string;
  size: number;
  /** How many bytes are here. */
  offset: number;
  state: 'open' | 'whole' | 'refused';
  kind: string | null;
};

/** What one person may have under way at once; the oldest one goes. */
const mostAtOnce = 30;

const Begin = z.strictObject({ name: text(300), size: whole(1, Number.MAX_SAFE_INTEGER) });

const pieces = (ctx: Ctx, id: string) => join(ctx.runtime.files.incoming, id);

const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);

/** Why a file is too large for this installation, before a byte of it is sent. */
const tooLarge = (ctx: Ctx): Issue => ({
  path: 'file',
  key: 'files.too_large',
  params: { most: megabytes(ctx.runtime.config.uploadBytes) },
});

/** @throws AppError sign_in.needed, input.invalid at `name` or `size` or for a file that is too large, limit.reached */
export async function beginUpload(ctx: Ctx, raw: unknown): Promise<Upload> {
  const person = personOf(ctx);
  const { name, size } = parse(Begin, raw);
  if (size > ctx.runtime.config.uploadBytes) throw new AppError('input.invalid', { issues: [tooLarge(ctx)] });
  await limit(ctx, `upload:${person}`, 300, 3600);
  return { ...(await enter(ctx, person, name, size)), offset: 0 };
}

async function enter(ctx: Ctx, person: string, name: string, size: number) {
  const { db } = ctx.runtime;
  const id = newId();
  await db.insertInto('kernel.upload').values({ id, person_id: person, name, size }).execute();
  const over = await db
    .selectFrom('kernel.upload')
    .select('id')
    .where('person_id', '=', person)
    .orderBy('id', 'desc')
    .offset(mostAtOnce)
    .execute();
  for (const old of over) await forgetUpload(ctx, old.id);
  return { id, name, size, state: 'open' as const, kind: null };
}

/** Forgets an upload and its pieces; what it was accepted as is swept away later. */
export async function forgetUpload(ctx: Pick<Ctx, 'runtime'>, id: string): Promise<void> {
  await ctx.runtime.db.deleteFrom('kernel.upload').where('id', '=', id).execute();
  await rm(join(ctx.runtime.files.incoming, id), { force: true });
}

/** Whoever opened an account by themselves and holds no role has nothing that a file could belong to. */
function personOf(ctx: Ctx): string {
  if (!ctx.actor) throw new AppError('sign_in.needed');
  if (!ctx.actor.grants.length && !ctx.actor.system) throw new AppError('refused');
  return ctx.actor.id;
}

/** @throws AppError sign_in.needed, not_found for an upload of somebody else */
export async function uploadOf(ctx: Ctx, id: string): Promise<Upload> {
  const person = personOf(ctx);
  const row = isId(id)
    ? await ctx.db
        .selectFrom('kernel.upload')
        .select(['id', 'name', 'size', 'state', 'kind'])
        .where('id', '=', id)
        .where('person_id', '=', person)
        .executeTakeFirst()
    : undefined;
  if (!row) throw new AppError('not_found');
  const offset = row.state === 'open' ? ((await sizeOf(pieces(ctx, id))) ?? 0) : row.size;
  return { ...row, state: row.state as Upload['state'], offset };
}

/**
 * Adds bytes at `offset`, which must be where the pieces end. What arrives before the network drops stays.
 * @returns the new end
 * @throws AppError not_found, upload.offset with the end that holds, input.too_large beyond the size that was told, storage.full
 */
export async function addPiece(
  ctx: Ctx,
  id: string,
  offset: number,
  bytes: AsyncIterable<Uint8Array>,
): Promise<number> {
  const upload = await uploadOf(ctx, id);
  if (upload.state !== 'open' || offset !== upload.offset)
    throw new AppError('upload.offset', { details: { offset: upload.offset } });
  return append(pieces(ctx, id), offset, bytes, upload.size);
}

async function append(path: string, from: number, bytes: AsyncIterable<Uint8Array>, most: number): Promise<number> {
  let end = from;
  await using file = await open(path, constants.O_WRONLY | constants.O_CREAT);
  try {
    for await (const chunk of bytes) {
      if (end + chunk.length > most) throw new AppError('input.too_large');
      end += await writeAt(file, chunk, end);
    }
    return end;
  } catch (error) {
    throw asFull(error);
  } finally {
    if (end > from) await file.datasync();
  }
}

/**
 * Looks at a file that is all here and says what it is. Asked again, it answers the same.
 * @throws AppError not_found, upload.offset when bytes are missing, input.invalid at `file` with what is wrong with it, storage.full
 */
export async function finishUpload(ctx: Ctx, id: string): Promise<Upload> {
  const upload = await uploadOf(ctx, id);
  if (upload.state === 'refused') throw new AppError('input.invalid', { issues: [await issueOf(ctx, id)] });
  if (upload.state === 'whole' && (await isKept(ctx, id))) return upload;
  if ((await sizeOf(pieces(ctx, id))) !== upload.size)
    throw new AppError('upload.offset', { details: { offset: upload.offset } });
  try {
    return { ...upload, ...(await look(ctx, upload)), state: 'whole' };
  } catch (error) {
    // Asked twice at once: the other one was first, and has put the pieces away.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return uploadOf(ctx, id);
    throw error;
  }
}

const issueOf = async (ctx: Ctx, id: string): Promise<Issue> => {
  const row = await ctx.db.selectFrom('kernel.upload').select('issue').where('id', '=', id).executeTakeFirst();
  return row?.issue as Issue;
};

async function isKept(ctx: Ctx, id: string): Promise<boolean> {
  const row = await ctx.db.selectFrom('kernel.upload').select('hash').where('id', '=', id).executeTakeFirst();
  return !!row?.hash && (await ctx.runtime.files.size(row.hash)) !== null;
}

/** The pieces are copied aside first, so that no late piece changes what was looked at. */
async function look(ctx: Ctx, { id, name }: { id: string; name: string }): Promise<{ kind: string }> {
  const { db, files } = ctx.runtime;
  const path = pieces(ctx, id);
  const staged = await files.stage(createReadStream(path));
  let accepted: Accepted;
  try {
    accepted = await accept(ctx.runtime, staged, name);
  } catch (error) {
    await staged.drop();
    if (!(error instanceof AppError && error.issues[0])) throw error;
    await refuse(ctx, id, error.issues[0]);
    throw error;
  }
  const { kind, hash, size } = accepted;
  // The rows come first, so that the sweep never takes the bytes for nobody's.
  await db.transaction().execute(async (tx) => {
    await enterPictures(tx, accepted);
    await tx
      .updateTable('kernel.upload')
      .set({ state: 'whole', kind, hash, stored: size })
      .where('id', '=', id)
      .execute();
  });
  await accepted.keep();
  await rm(path, { force: true });
  return { kind };
}

async function refuse(ctx: Ctx, id: string, issue: Issue): Promise<void> {
  await ctx.runtime.db
    .updateTable('kernel.upload')
    .set({ state: 'refused', issue: JSON.stringify(issue) })
    .where('id', '=', id)
    .execute();
  await rm(pieces(ctx, id), { force: true });
}

/**
 * A file of a form that came in one piece. What is wrong with it is remembered and told when the form is saved, beside
 * what was typed.
 * @returns the id of the upload, refused or whole
 * @throws AppError sign_in.needed, limit.reached, storage.full
 */
export async function takeUpload(ctx: Ctx, name: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const person = personOf(ctx);
  await limit(ctx, `upload:${person}`, 300, 3600);
  const { id } = await enter(ctx, person, [...name].slice(0, 300).join('') || 'tep', 0);
  try {
    const size = await append(pieces(ctx, id), 0, bytes, ctx.runtime.config.uploadBytes);
    if (!size) throw fieldError('file', 'files.empty');
    await ctx.runtime.db.updateTable('kernel.upload').set({ size }).where('id', '=', id).execute();
    await look(ctx, { id, name });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'input.too_large') await refuse(ctx, id, tooLarge(ctx));
    else if (error.code === 'storage.full') await refuse(ctx, id, { path: 'file', key: 'errors.storage.full' });
    else if (!error.issues.length) throw error;
    else if (error.issues[0]!.key === 'files.empty') await refuse(ctx, id, error.issues[0]!);
  }
  return id;
}
