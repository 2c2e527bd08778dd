import type { IncomingMessage } from 'node:http';
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
