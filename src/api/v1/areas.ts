import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { areaByCode, pathOf, searchAreas, successions } from '#domain/areas/queries';
import { AreaQuery } from '#domain/areas/schema';
import { type Env, problems, refuse } from '../problem.ts';
import { explained, noQuery } from './parameters.ts';
import { Area, json, Successor } from './shapes.ts';

const search = createRoute({
  method: 'get',
  path: '/areas',
  summary: 'Units by old or new name; an ended one carries what it became',
  request: { query: explained(AreaQuery) },
  responses: {
    200: json(
      z.object({ items: z.array(Area.extend({ became: z.array(Successor) })) }),
      'At most 20 units, the likeliest first',
    ),
    ...problems(422, 429),
  },
});
const read = createRoute({
  method: 'get',
  path: '/areas/{code}',
  summary: 'One unit, what it was made from and what it became',
  request: {
    query: noQuery,
    params: z.strictObject({
      code: z
        .string()
        .openapi({ example: '06970', description: 'Code of a province, district or commune, of today or before.' }),
    }),
  },
  responses: {
    200: json(Area.extend({ became: z.array(Successor), from: z.array(Successor) }), 'The unit'),
    ...problems(404, 422),
  },
});

/** Administrative units for machines. */
export function areas(): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuse });
  app.openapi(search, async (c) => {
    const { q, level, under } = c.req.valid('query');
    const path = under ? ((await pathOf(c.var.ctx, under)) ?? 'none') : null;
    return c.json({ items: await searchAreas(c.var.ctx, q, { level, under: path }) }, 200);
  });
  app.openapi(read, async (c) => {
    const area = await areaByCode(c.var.ctx, c.req.valid('param').code);
    return c.json({ ...area, ...(await successions(c.var.ctx, area.id)) }, 200);
  });
  return app;
}
