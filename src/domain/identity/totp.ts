import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const seconds = 30;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret of 160 bits, in the letters (base32) that applications on phones take. */
export function newSecret(): string {
  const bits = [...randomBytes(20)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{5}/g, (five) => letters[Number.parseInt(five, 2)]!);
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

/** The half minute in which an instant lies, counted from 1970. */
export const periodOf = (instant: Date): number => Math.floor(instant.getTime() / 1000 / seconds);

/** The six digits of a half minute: RFC 6238 with SHA-1, which every application knows. */
export function codeAt(secret: string, period: number): string {
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(period));
  const hash = createHmac('sha1', bytesOf(secret)).update(moment).digest();
  const number = hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/**
 * The half minute that a code belongs to: that of `now`, or the one before or after it for clocks that differ.
 * @param last that of the newest code taken before: this one and earlier ones are spent (RFC 6238, 5.2)
 * @returns null for a code that is wrong or spent
 */
export function periodFor(secret: string, code: string, now: Date, last: number | null): number | null {
  const periods = [-1, 0, 1].map((offset) => periodOf(now) + offset).filter((period) => period > (last ?? 0));
  const same = (period: number) => timingSafeEqual(Buffer.from(codeAt(secret, period)), Buffer.from(code));
  return periods.find((period) => code.length === 6 && same(period)) ?? null;
}

/** What the QR code says to the application: whose account it is, and the secret. */
export const totpAddress = (secret: string, login: string): string =>
  `otpauth://totp/OpenOCOP:${encodeURIComponent(login)}?secret=${secret}&issuer=OpenOCOP`;
