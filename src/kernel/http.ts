import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from './config.ts';

/**
 * Headers of every answer, and of those that are shown (not of data for machines, which should be small). The content
 * policy of pages comes from SvelteKit, which knows its own scripts.
 */
export const securityHeaders = (config: Pick<Config, 'publicUrl'>, shown: boolean): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  ...(config.publicUrl.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  ...(shown && {
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=()',
    'cross-origin-opener-policy': 'same-origin',
  }),
});

/**
 * True for a write that another site's page sent. The browser says where it comes from; ours is the address that people
 * type, or the one that this very request was sent to (127.0.0.1 beside localhost).
 */
export function isForeign({ method, headers }: Pick<Request, 'method' | 'headers'>, publicUrl: string): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  const origin = headers.get('origin');
  if (!origin || !URL.canParse(origin)) return true;
  const { host } = new URL(origin);
  return host !== headers.get('host') && host !== new URL(publicUrl).host;
}

/** The address of the caller; behind a proxy the last one that the proxy itself wrote down. */
export function clientAddress(req: IncomingMessage, behindProxy: boolean): string {
  const forwarded = behindProxy ? req.headers['x-forwarded-for'] : undefined;
  const last = (Array.isArray(forwarded) ? forwarded.at(-1) : forwarded)?.split(',').at(-1)?.trim();
  return last || (req.socket.remoteAddress ?? '');
}

const brotliNamed = /(?:^|[\s,])br\s*(?:;\s*q=([0-9.]+)\s*)?(?:,|$)/i;

/** True if `accept-encoding` names brotli, and not to refuse it (`br;q=0`). */
export function acceptsBrotli(encoding: string | string[] | undefined | null): boolean {
  const named = encoding ? brotliNamed.exec(String(encoding)) : null;
  return !!named && Number(named[1] ?? 1) > 0;
}

/** Sends an answer that was made as a `Response`, on top of the headers set already. */
export async function send(made: Response, res: ServerResponse): Promise<void> {
  const bytes = Buffer.from(await made.arrayBuffer());
  res.statusCode = made.status;
  for (const [name, value] of made.headers)
    res.setHeader(name, name === 'set-cookie' ? made.headers.getSetCookie() : value);
  res.removeHeader('cache-tags'); // what a page shows is told to our own cache alone
  res.end(bytes);
}

/** Bytes of a form without files: the longest story of a product, every letter escaped, is a fifth of it. */
export const mostForm = 256 * 1024;
