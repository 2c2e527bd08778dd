import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { extract, pack } from 'tar-stream';

/** Takes the parts of an archive one after the other. */
export type Packing = {
  add(name: string, bytes: Buffer): Promise<void>;
  /** A part that is read while it is written. */
  pour(name: string, size: number, bytes: Readable): Promise<void>;
};

// The fastest level keeps up with what PostgreSQL sends; the checksum finds a byte that fell over.
const params = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 };

/**
 * Writes an archive, a tar made small by zstd: into `FILE.part`, down to the disk, and then under its name, so that
 * whatever happens there is never half an archive under that name. Only its owner may read it.
 * @throws Error if there is such a file already
 */
export async function writeArchive(
  file: string,
  signal: AbortSignal,
  fill: (packing: Packing) => Promise<void>,
): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} is there already. Give the backup another name.`);
  const part = `${file}.part`;
  try {
    await rm(part, { force: true }); // of a backup that was killed
    const handle = await open(part, 'wx', 0o600);
    try {
      await writeAll(handle, signal, fill);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
    await settle(dirname(file));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeAll(handle: FileHandle, signal: AbortSignal, fill: (packing: Packing) => Promise<void>) {
  const tar = pack();
  const entry = (name: string, size: number, put: (sink: NodeJS.WritableStream) => void) =>
    new Promise<void>((done, fail) => {
      put(tar.entry({ name, size, mode: 0o600 }, (error) => (error ? fail(error) : done())));
    });
  const small = createZstdCompress({ params, chunkSize: 1 << 18 });
  const written = pipeline(tar, small, (bytes) => handle.writeFile(bytes), { signal });
  const filled = fill({
    add: (name, bytes) => entry(name, bytes.length, (sink) => sink.end(bytes)),
    pour: (name, size, bytes) => entry(name, size, (sink) => void bytes.on('error', (fault) => tar.destroy(fault)).pipe(sink)), // prettier-ignore
  }).then(
    () => tar.finalize(),
    (error: Error) => {
      tar.destroy(error);
      throw error;
    },
  );
  await Promise.all([filled, written]);
}

/** The folder itself, so that a name in it outlasts a power cut. Windows has no such thing. */
export async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/**
 * Reads an archive part by part, each to its end before the next.
 * @throws Error saying that it is cut or damaged
 */
export async function readArchive(
  file: string,
  take: (name: string, bytes: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const tar = extract();
  const gaveUp = new AbortController();
  let [torn, fault]: unknown[] = [];
  async function* bytesOf(entry: AsyncIterable<Buffer>) {
    try {
      yield* entry;
    } catch (error) {
      torn = error;
      throw error;
    }
  }
  const taken = (async () => {
    for await (const entry of tar) {
      try {
        await take(entry.header.name, bytesOf(entry as AsyncIterable<Buffer>));
      } catch (error) {
        fault = error; // of whoever takes, unless the archive itself broke off
        gaveUp.abort();
        throw error;
      }
      entry.resume();
    }
  })();
  // By hand, so that whoever gives up ends the reading, too.
  const feed = async (bytes: AsyncIterable<Buffer>) => {
    for await (const piece of bytes) if (!tar.write(piece)) await once(tar, 'drain', { signal: gaveUp.signal });
    tar.end(Buffer.alloc(0));
  };
  const fed = pipeline(createReadStream(file), createZstdDecompress(), feed, { signal: gaveUp.signal });
  fed.catch((error: Error) => tar.destroy(error));
  try {
    await Promise.all([taken, fed]);
  } catch (error) {
    if (fault && !torn) throw fault;
    throw new Error(`${file} is cut or damaged, or no backup of OpenOCOP.`, { cause: error });
  }
}
