import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Runtime } from '../context.ts';
import { kinds } from './kinds.ts';
import type { FileRow } from './rows.ts';

/** How long an address that a page made opens its file, in seconds: long enough to read the page and click. */
const life = 15 * 60;

type Of = Pick<Runtime, 'config'>;

// The page that may see a file makes its address; whoever opens it shows no session. So the place that serves files
// never learns who anybody is, and a file that is opened acts for nobody.
const keyOf = ({ config }: Of, id: string, until: number) =>
  createHmac('sha256', `files:${config.secret}`).update(`${id} ${until}`).digest('base64url');

/** The address of a file for whoever was allowed to see it, for a quarter of an hour by the machine's clock. */
export function fileAddress(runtime: Of, file: Pick<FileRow, 'id' | 'name'>, now = Date.now()): string {
  const until = Math.floor(now / 1000) + life;
  return `/files/${file.id}/${encodeURIComponent(file.name)}?until=${until}&key=${keyOf(runtime, file.id, until)}`;
}

/** True for an address of ours, of this very file, that has not ended. */
export function opens(runtime: Of, id: string, until: string, key: string, now = Date.now()): boolean {
  if (!/^[0-9]{10}$/.test(until) || Number(until) * 1000 < now) return false;
  const right = Buffer.from(keyOf(runtime, id, Number(until)));
  const given = Buffer.from(key);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The address of a published picture in one of its widths; it stays. */
export const pictureAddress = (hash: string): string => `/files/${hash}/picture${kinds.picture.ending}`;
