import { randomFillSync } from 'node:crypto';

const pattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True if the text has the form of an id of ours. */
export const isId = (text: string): boolean => pattern.test(text);

let last = { at: 0, count: 0 };

/** A new UUIDv7 (RFC 9562, 6.2): those of one process count up, also within a millisecond, so whatever is made later in a write sorts later. */
export function newId(): string {
  const { at, count } = last;
  const now = Date.now();
  if (now > at) last = { at: now, count: 0 };
  else last = count < 0xfff ? { at, count: count + 1 } : { at: at + 1, count: 0 };
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes.writeUIntBE(last.at, 0, 6);
  bytes.writeUInt16BE(0x7000 | last.count, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
