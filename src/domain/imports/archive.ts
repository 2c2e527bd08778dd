import { inflateRawSync } from 'node:zlib';

/** What a worksheet may be at most; beyond, it is refused with a sentence that says so. */
export const most = {
  bytes: 20 * 1024 * 1024,
  unzipped: 200 * 1024 * 1024,
  ratio: 200,
  entries: 2000,
  rows: 20_000,
  columns: 200,
  characters: 20_000_000,
  merged: 2_000_000,
};

/** Why a file cannot be read; `key` is its sentence. */
export class FileFault extends Error {
  readonly key: string;
  readonly params: Record<string, number>;

  constructor(key: string, params: Record<string, number> = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}

const bomb = () => new FileFault('imports.file_bomb', { max: most.unzipped / 1024 / 1024 });

/**
 * Unpacks each entry of a ZIP within a budget, whatever sizes it declares: a bomb is told from a worksheet before any
 * library opens it.
 * @returns the names of the entries
 * @throws FileFault
 */
export function assertArchive(file: Buffer): string[] {
  const names: string[] = [];
  let left = Math.min(most.unzipped, Math.max(file.length * most.ratio, 1024 * 1024));
  for (const { name, method, at, packed } of entriesOf(file)) {
    if (names.length >= most.entries) throw bomb();
    names.push(name);
    const bytes = file.subarray(at, at + packed);
    left -= method === 0 ? packed : unpackedSize(bytes, left);
    if (left < 0) throw bomb();
  }
  return names;
}

function unpackedSize(bytes: Buffer, left: number): number {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(left, 1) }).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw new FileFault('imports.file_damaged');
    throw bomb();
  }
}

type Entry = { name: string; method: number; at: number; packed: number };

/** The entries of the central directory (APPNOTE 4.3.12). @throws FileFault for one that is cut or nonsense */
function entriesOf(file: Buffer): Entry[] {
  const damaged = () => new FileFault('imports.file_damaged');
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > file.length) throw damaged();
  const found: Entry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let i = file.readUInt16LE(end + 10); i > 0; i--) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) throw damaged();
    const [packed, nameLength] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 28)];
    const local = file.readUInt32LE(at + 42);
    if (local + 30 > file.length || file.readUInt32LE(local) !== 0x04034b50) throw damaged();
    const begins = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    if (begins + packed > file.length) throw damaged();
    const method = file.readUInt16LE(at + 10);
    if (method !== 0 && method !== 8) throw damaged();
    found.push({ name: file.toString('utf8', at + 46, at + 46 + nameLength), method, at: begins, packed });
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return found;
}
