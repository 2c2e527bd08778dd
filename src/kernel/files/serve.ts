import type { Readable } from 'node:stream';
import type { Runtime } from '../context.ts';
import { isId } from '../ids.ts';
import { opens } from './address.ts';
import { type Kind, kinds } from './kinds.ts';
import type { Range } from './store.ts';

export type Found = { hash: string; kind: Kind; size: number; name: string; isPublic: boolean };

/**
 * The file of an address: by its id with a key that opens it, or a published picture by its hash.
 * @returns null for everything else, without saying why
 */
export async function fileAt(
  runtime: Runtime,
  which: string,
  { until, key }: { until?: string | undefined; key?: string | undefined },
): Promise<Found | null> {
  if (isId(which)) {
    if (!opens(runtime, which, until ?? '', key ?? '')) return null;
    const row = await runtime.db
      .selectFrom('kernel.file')
      .select(['hash', 'kind', 'size', 'name'])
      .where('id', '=', which)
      .executeTakeFirst();
    return row ? { ...row, kind: row.kind as Kind, isPublic: false } : null;
  }
  if (!/^[0-9a-f]{64}$/.test(which)) return null;
  const row = await runtime.db
    .selectFrom('kernel.picture as picture')
    .innerJoin('kernel.file as file', 'file.hash', 'picture.of')
    .select(['picture.hash', 'picture.size'])
    .where('picture.hash', '=', which)
    .where('file.published', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row ? { ...row, kind: 'picture', name: `picture${kinds.picture.ending}`, isPublic: true } : null;
}

/**
 * The one range that a request asks for; 'whole' when it asks for none, or in a way that we may leave out (RFC 9110,
 * 14.2); 'beyond' when it begins after the end.
 */
export function rangeOf(header: string | undefined, size: number): Range | 'whole' | 'beyond' {
  const asked = /^bytes=([0-9]{0,15})-([0-9]{0,15})$/.exec(header ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return 'whole';
  const [from, to] = [asked[1]!, asked[2]!];
  if (from === '') return Number(to) === 0 ? 'beyond' : { start: Math.max(0, size - Number(to)), end: size - 1 };
  if (Number(from) >= size) return 'beyond';
  if (to !== '' && Number(to) < Number(from)) return 'whole';
  return { start: Number(from), end: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}

/** What every file is served with: it is what it says, does nothing, and stands in no other page. */
export function headersOf({ hash, kind, size, name, isPublic }: Found): Record<string, string> {
  const ascii = name
    .normalize('NFD')
    .replace(/đ/gi, 'd')
    .replace(/[^ -~]|["\\]/g, '');
  return {
    'content-type': kinds[kind].type,
    'content-length': String(size),
    'accept-ranges': 'bytes',
    etag: `"${hash}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': isPublic ? 'cross-origin' : 'same-origin',
    'referrer-policy': 'no-referrer',
    // A picture does nothing and is looked at; everything else is opened by the reader's own program.
    'content-disposition': `${kind === 'picture' ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    'cache-control': isPublic ? 'public, max-age=86400' : 'private, max-age=900',
  };
}

/** The bytes of a found file. */
export const bytesOf = (runtime: Runtime, { hash }: Found, range?: Range): Readable => runtime.files.get(hash, range);
