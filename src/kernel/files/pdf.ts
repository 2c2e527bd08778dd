import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { constants, inflateSync } from 'node:zlib';
import { fieldError } from '../errors.ts';

// Names of the PDF standard (ISO 32000-2) that make a document act: run a script, start a program, send or fetch a form,
// or carry other files in itself. Each is too long to stand in packed bytes by chance. `/JS` alone never acts: the action
// that holds it is a /JavaScript or a /Rendition.
const acting: readonly [RegExp, string][] = [
  [/\/JavaScript(?![A-Za-z])/, 'files.pdf_script'],
  [/\/Rendition(?![A-Za-z])/, 'files.pdf_script'],
  [/\/XFA(?![A-Za-z0-9])/, 'files.pdf_script'],
  [/\/Launch(?![A-Za-z])/, 'files.pdf_launch'],
  [/\/(?:SubmitForm|ImportData|GoToE)(?![A-Za-z])/, 'files.pdf_launch'],
  [/\/(?:EmbeddedFiles?|RichMedia|FileAttachment)(?![A-Za-z])/, 'files.pdf_embedded'],
  [/\/Encrypt(?![A-Za-z])/, 'files.pdf_locked'],
];

/** All that a file's packed objects may unpack to. */
const mostUnpacked = 64 * 1024 * 1024;

/** A book of thousands of pages has some hundred object streams; what has more is made to keep us busy. */
const mostTries = 5000;

/** So it is with streams, and with letters written as numbers. */
const mostMarks = 100_000;

/**
 * Refuses a PDF that does something, or that cannot be looked into. It is refused and never mended: a paper may carry a
 * digital signature, which the smallest change would break.
 * @throws AppError input.invalid at `file`
 */
export async function assertInert(path: string): Promise<void> {
  const bytes = await readFile(path);
  const text = bytes.toString('latin1');
  assertSilent(text);
  let left = mostUnpacked;
  let tried = 0;
  for (const { at, packed } of streamsOf(text)) {
    if (!packed) continue;
    if (++tried > mostTries) throw fieldError('file', 'files.pdf_unreadable');
    if (tried % 50 === 0) await setImmediate(); // a long document must not delay somebody's save
    const objects = unpack(bytes.subarray(at), left);
    if (objects === null && packed === 'objects') throw fieldError('file', 'files.pdf_unreadable');
    if (objects === null) continue;
    assertSilent(objects);
    left -= objects.length;
    if (left <= 0) throw fieldError('file', 'files.pdf_unreadable');
  }
}

/** A name may be written with its letters as numbers: /J#61vaScript. @throws AppError input.invalid at `file` for a text of little else */
function spelled(text: string): string {
  let [plain, from, count] = ['', 0, 0];
  for (const { 0: mark, index } of text.matchAll(/#[0-9A-Fa-f]{2}/g)) {
    if (++count > mostMarks) throw fieldError('file', 'files.pdf_unreadable');
    plain += text.slice(from, index) + String.fromCharCode(Number.parseInt(mark.slice(1), 16));
    from = index + mark.length;
  }
  return plain + text.slice(from);
}

function assertSilent(text: string): void {
  const plain = spelled(text);
  for (const [name, key] of acting) if (name.test(text) || name.test(plain)) throw fieldError('file', key);
}

/**
 * Where each stream begins, and whether it may hold objects. Judged by all that stands before it since the last stream:
 * `/ObjStm`, or a `/First` that counts bytes, is an object stream; a `/First` that points (of an outline) is perhaps one.
 */
function* streamsOf(text: string): Generator<{ at: number; packed: 'objects' | 'perhaps' | null }> {
  let before = 0;
  let count = 0;
  for (const found of text.matchAll(/stream[ \t]*(?:\r\n?|\n)/g)) {
    if (text.slice(found.index - 3, found.index) === 'end') continue;
    if (++count > mostMarks) throw fieldError('file', 'files.pdf_unreadable');
    const dictionary = spelled(text.slice(before, found.index));
    before = found.index;
    const objects = /\/ObjStm(?![A-Za-z])|\/First\s+[0-9]+\s*(?:\/|>>)/.test(dictionary);
    const packed = objects ? 'objects' : dictionary.includes('/First') ? 'perhaps' : null;
    // A predictor would scramble the names between; no program writes object streams with one.
    if (objects && dictionary.includes('/Predictor')) throw fieldError('file', 'files.pdf_unreadable');
    yield { at: found.index + found[0].length, packed };
  }
}

/**
 * The unpacked bytes of a stream that begins here, whatever follows it; null if it is not packed so.
 * @throws AppError input.invalid at `file` when they are more than `most`
 */
function unpack(bytes: Uint8Array, most: number): string | null {
  try {
    return inflateSync(bytes, { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw fieldError('file', 'files.pdf_unreadable');
    return null;
  }
}
