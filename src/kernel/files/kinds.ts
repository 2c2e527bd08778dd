import { type FileHandle, open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fieldError } from '../errors.ts';

/** What files may be, by their content. A picture is kept as WebP, whatever it came as. */
export type Kind = 'pdf' | 'xlsx' | 'docx' | 'picture';

/** What each kind is served as, the ending of its name, and the endings that such a file may come with. */
export const kinds: Record<Kind, { type: string; ending: string; named: readonly string[] }> = {
  pdf: { type: 'application/pdf', ending: '.pdf', named: ['.pdf'] },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ending: '.xlsx',
    named: ['.xlsx'],
  },
  docx: {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ending: '.docx',
    named: ['.docx'],
  },
  picture: { type: 'image/webp', ending: '.webp', named: ['.jpg', '.jpeg', '.jfif', '.png', '.webp'] },
};

const endings = Object.values(kinds).flatMap(({ named }) => named);

/** What a worksheet may unpack to. Ten years of a province are far below; what lies above is made to fill a disk. */
const mostUnpacked = 300 * 1024 * 1024;

/**
 * The kind of a file by what it holds, never by its name.
 * @param path of the bytes on this machine
 * @param name as its owner called it
 * @throws AppError input.invalid at `file` for a kind that is not taken, for a name that says another kind, for macros
 */
export async function kindOf(path: string, name: string): Promise<Kind> {
  await using file = await open(path, 'r');
  const head = await read(file, 0, 16);
  const kind = byHead(head) ?? (head.toString('latin1', 0, 4) === 'PK\u0003\u0004' ? await byParts(file) : null);
  if (!kind) throw fieldError('file', 'files.kind');
  const ending = extname(name).toLowerCase();
  if (endings.includes(ending) && !kinds[kind].named.includes(ending))
    throw fieldError('file', 'files.not_its_name', { ending, kind: kinds[kind].ending });
  return kind;
}

function byHead(head: Buffer): Kind | null {
  const text = head.toString('latin1');
  if (text.startsWith('%PDF-')) return 'pdf';
  const isPicture =
    text.startsWith('\u00ff\u00d8\u00ff') ||
    text.startsWith('\u0089PNG\r\n\u001a\n') ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP');
  return isPicture ? 'picture' : null;
}

/** A document of an office is an archive with parts of known names. @throws AppError input.invalid at `file` */
async function byParts(file: FileHandle): Promise<Kind | null> {
  const parts = await partsOf(file);
  const has = (name: string) => parts.some((part) => part.name === name);
  if (!has('[content_types].xml')) return null;
  const kind = has('xl/workbook.xml') ? 'xlsx' : has('word/document.xml') ? 'docx' : null;
  if (kind && parts.some((part) => part.name.endsWith('vbaproject.bin'))) throw fieldError('file', 'files.macros');
  if (parts.reduce((sum, part) => sum + part.size, 0) > mostUnpacked) throw fieldError('file', 'files.bomb');
  return kind;
}

/** The names and unpacked sizes in the directory at the end of an archive; nothing is unpacked. */
async function partsOf(file: FileHandle): Promise<{ name: string; size: number }[]> {
  const { size } = await file.stat();
  const tailLength = Math.min(size, 65_557); // the end record and the longest comment
  const tail = await read(file, size - tailLength, tailLength);
  const end = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0 || end + 20 > tail.length) return [];
  const length = tail.readUInt32LE(end + 12);
  if (length > 4 * 1024 * 1024) return [];
  const directory = await read(file, tail.readUInt32LE(end + 16), length);
  const parts = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50;) {
    const [nameLength, more, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    parts.push({ name: name.toLowerCase().replaceAll('\\', '/'), size: directory.readUInt32LE(at + 24) });
    at += 46 + nameLength + more + comment;
  }
  return parts;
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** What a download is called: the given name without folders and signs that mean something to a system, with its kind's ending. */
export function downloadName(name: string, kind: Kind): string {
  const bare = basename(name.replaceAll('\\', '/')).normalize('NFC');
  const clean = bare.replace(/[\p{C}"*/:<>?|\ufffd]/gu, ''); // control, direction and broken signs, too
  const ending = extname(clean);
  const stem = (endings.includes(ending.toLowerCase()) ? clean.slice(0, -ending.length) : clean).replace(
    /^[\s.]+|[\s.]+$/g,
    '',
  );
  return `${[...stem].slice(0, 120).join('') || 'tep'}${kinds[kind].ending}`;
}
