import type { MiddlewareHandler } from 'hono';
import { contextOfKey, type Runtime } from '#kernel/context';
import { limit } from '#kernel/limits';
import { type Env, localeOf } from './problem.ts';

/** Questions that one key may ask in a minute, from wherever. */
const perMinute = 600;

/** Routes behind it are read with the role of a key; without one that stands the answer is 401. */
export const keyed =
  (runtime: Runtime): MiddlewareHandler<Env> =>
  async (c, next) => {
    const ctx = await contextOfKey(runtime, c.req.raw.headers, localeOf(c));
    await limit(ctx, `api-key:${ctx.actor!.id}`, perMinute, 60);
    c.set('ctx', ctx);
    await next();
    c.header('cache-control', 'private, no-store');
  };
