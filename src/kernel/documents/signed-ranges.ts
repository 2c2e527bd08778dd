/** What one signature of a PDF signs: the bytes around its own value, that value (CMS in DER), and where its part of the file ends. */
export type SignedRange = { signed: Uint8Array<ArrayBuffer>; value: Uint8Array<ArrayBuffer>; end: number };

const range = /\/ByteRange\s*\[\s*(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*\]/g;

/** More than any paper bears; a file made of ranges alone must not cost a hash of itself for each. */
const most = 50;

/**
 * The signatures that a PDF bears, in the order of what they cover (ISO 32000-2, 12.8.1).
 * @returns null in the place of one whose range leaves out anything but its own value, or reaches beyond the file: what
 *   it leaves out could be changed unseen
 */
export function signedRangesOf(pdf: Uint8Array): (SignedRange | null)[] {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  return [...text.matchAll(range)]
    .slice(0, most)
    .map(([, ...numbers]) => rangeOf(pdf, text, numbers.map(Number)))
    .toSorted((one, other) => (one?.end ?? Infinity) - (other?.end ?? Infinity));
}

function rangeOf(pdf: Uint8Array, text: string, numbers: readonly number[]): SignedRange | null {
  const [start = 0, before = 0, from = 0, after = 0] = numbers;
  const end = from + after;
  if (start !== 0 || before >= from || end > pdf.length) return null;
  const gap = text.slice(before, from);
  if (!/^<[\da-f\s]*>$/i.test(gap)) return null;
  const signed = new Uint8Array(before + after);
  signed.set(pdf.subarray(0, before));
  signed.set(pdf.subarray(from, end), before);
  return { signed, value: new Uint8Array(Buffer.from(gap.replace(/[<>\s]/g, ''), 'hex')), end };
}
