import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';

/** First and last byte, both included. */
export type Range = { start: number; end: number };

/** Bytes that are written down and hashed, but not yet a file of ours: look at them at `path`, then keep or drop them. */
export type Staged = { hash: string; size: number; path: string; keep(): Promise<void>; drop(): Promise<void> };

/**
 * Where the bytes of files lie, each under its SHA-256. The same bytes lie there once, and bytes never change: whatever
 * keeps objects by name can stand behind this.
 */
export type Store = {
  /** A folder of this machine for what is on its way in. */
  incoming: string;
  /** Writes bytes aside, to the disk itself. @throws AppError storage.full, and leaves nothing */
  stage(bytes: AsyncIterable<Uint8Array>): Promise<Staged>;
  get(hash: string, range?: Range): Readable;
  /** The number of bytes; null if there are none of this hash. */
  size(hash: string): Promise<number | null>;
  /** Every hash with the time at which it was last put. */
  all(): AsyncGenerator<{ hash: string; at: Date }>;
  /** Removes bytes unless `needed` says, once they are out of sight, that somebody put them again meanwhile. */
  remove(hash: string, needed: () => Promise<boolean>): Promise<boolean>;
};

const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text);

/** Files in a folder of this machine. */
export function openStore(folder: string): Store {
  const incoming = join(folder, 'incoming');
  mkdirSync(incoming, { recursive: true });
  const home = (hash: string) => join(folder, hash.slice(0, 2));
  const place = (hash: string) => join(home(hash), hash);

  return {
    incoming,
    async stage(bytes) {
      const path = join(incoming, `${newId()}.staged`);
      const { hash, size } = await writeDown(path, bytes);
      return {
        hash,
        size,
        path,
        async keep() {
          await mkdir(home(hash), { recursive: true });
          await rename(path, place(hash));
          await settle(home(hash));
        },
        drop: () => rm(path, { force: true }),
      };
    },
    get: (hash, range) => createReadStream(place(hash), range),
    size: async (hash) => (isHash(hash) ? await sizeOf(place(hash)) : null),
    async *all() {
      for (const name of await readdir(folder)) {
        if (!/^[0-9a-f]{2}$/.test(name)) continue;
        for (const hash of await readdir(join(folder, name)))
          if (isHash(hash)) yield { hash, at: (await stat(place(hash))).mtime };
      }
    },
    async remove(hash, needed) {
      const aside = join(incoming, `${hash}.removed`);
      await rename(place(hash), aside);
      const stays = await needed();
      if (stays && (await sizeOf(place(hash))) === null) await rename(aside, place(hash));
      else await rm(aside, { force: true });
      return !stays;
    },
  };
}

/** The size of a file on this machine; null if it is not there. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function writeDown(path: string, bytes: AsyncIterable<Uint8Array>): Promise<{ hash: string; size: number }> {
  const hash = createHash('sha256');
  try {
    await using file = await open(path, 'w');
    let size = 0;
    for await (const chunk of bytes) {
      hash.update(chunk);
      size += await writeAt(file, chunk, size);
    }
    await file.sync();
    return { hash: hash.digest('hex'), size };
  } catch (error) {
    await rm(path, { force: true });
    throw asFull(error);
  }
}

/** Writes all of `chunk` from `position` on. @returns its length */
export async function writeAt(file: FileHandle, chunk: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < chunk.length)
    done += (await file.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
  return done;
}

/** A name is safe once its folder is on the disk, too. */
async function settle(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}

/** A disk that is full, or an account that may hold no more, in our words; every other error as it is. */
export const asFull = (error: unknown): unknown =>
  ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException | null)?.code))
    ? new AppError('storage.full')
    : error;
