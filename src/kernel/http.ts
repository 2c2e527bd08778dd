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
