import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { readCheckpoint } from '#domain/identity/checkpoint';
import { dayOf } from '#kernel/clock';
import { type Env, problems, refuse } from '../problem.ts';
import { json } from './shapes.ts';

const Checkpoint = z
  .object({
    seq: z.int().openapi({ description: 'The number of the seal; so many events are sealed.' }),
    hash: z.string().openapi({ description: 'SHA-256, 64 hexadecimal digits.' }),
    sealed_at: z.iso.datetime(),
    day: z.string().openapi({ format: 'date', description: 'The day in Viet Nam.' }),
  })
  .openapi('Checkpoint');

const read = createRoute({
  method: 'get',
  path: '/log/checkpoint',
  summary: 'The newest seal of the log, and what an older one that you noted says of the log of today',
  request: {
    query: z.object({
      seq: z.string().optional().openapi({ description: 'Number of the checkpoint that you noted.', example: '1' }),
      hash: z.string().optional().openapi({ description: 'Its hash.' }),
    }),
  },
  responses: {
    200: json(
      z.object({ newest: Checkpoint.nullable(), compared: z.enum(['same', 'different', 'beyond']).nullable() }),
      'The newest checkpoint; `compared` is null unless one was given',
    ),
    ...problems(422),
  },
});

/** The sealed log for machines. */
export function log(): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuse });
  app.openapi(read, async (c) => {
    const { newest, compared } = await readCheckpoint(c.var.ctx, c.req.query());
    c.header('cache-control', 'no-store');
    const shown = newest && { ...newest, sealed_at: newest.sealed_at.toISOString(), day: dayOf(newest.sealed_at) };
    return c.json({ newest: shown, compared }, 200);
  });
  return app;
}
