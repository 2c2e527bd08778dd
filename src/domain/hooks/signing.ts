import { createHmac } from 'node:crypto';
import type { Ctx } from '#kernel/context';
import { keyedHash } from '#domain/identity/secrets';

/** What signs everything that goes to an endpoint; made anew each time from the installation's own secret. */
export const hookSecret = (ctx: Pick<Ctx, 'runtime'>, endpoint: string): string =>
  `ocophook_${keyedHash(ctx, 'hook', endpoint)}`;

/** What stands in the header OpenOCOP-Signature: the second of sending, and HMAC-SHA256 of that, a dot and the body. */
export const signatureOf = (secret: string, second: number, body: string): string =>
  `t=${second},v1=${createHmac('sha256', secret).update(`${second}.${body}`).digest('hex')}`;
