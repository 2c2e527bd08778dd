import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { pathOf } from '#domain/areas/queries';
import { clocksOf } from '#domain/grading/dossiers/clock-rows';
import { type Dossier as Row, dossierOf, listDossiers, stepsOf, turnAt } from '#domain/grading/dossiers/queries';
import { kinds, levels, statuses } from '#domain/grading/dossiers/rules';
import { DossierQuery } from '#domain/grading/dossiers/schema';
import type { Runtime } from '#kernel/context';
import { keyed } from '../keyed.ts';
import { type Env, problems, refuse } from '../problem.ts';
import { only } from './only.ts';
import { explained, noQuery } from './parameters.ts';
import { json } from './shapes.ts';

const date = () => z.string().nullable().openapi({ format: 'date' });
const Dossier = z
  .object({
    id: z.string(),
    product_id: z.string(),
    product: z.string(),
    set_no: z.int(),
    producer_id: z.string(),
    producer: z.string(),
    area: z.string().openapi({ description: 'Path of the commune.' }),
    commune: z.string(),
    kind: z.enum(kinds),
    channel: z.enum(['online', 'paper']),
    level: z.enum(levels),
    status: z.enum(statuses),
    turn: z.string().nullable().openapi({ description: 'Whose turn it is; null when it has come to its end.' }),
    sheet_code: z.string(),
    sheet_version: z.int(),
    previous_id: z.string().nullable(),
    round_id: z.string().nullable(),
    filed_on: date(),
    commune_no: z.string().nullable(),
    commune_received_on: date(),
    province_no: z.string().nullable(),
    province_received_on: date(),
    due_on: date(),
    answer_by: date(),
  })
  .openapi('Dossier');
const Step = z.object({
  on_day: z.string().openapi({ format: 'date' }),
  at: z.iso.datetime(),
  from_level: z.enum(levels).nullable(),
  from_status: z.enum(statuses).nullable(),
  level: z.enum(levels),
  status: z.enum(statuses),
});
const Clock = z.object({
  clock: z.string(),
  began_on: z.string().openapi({ format: 'date' }),
  due_on: z.string().openapi({ format: 'date' }),
  ended_on: date(),
  stopped_on: date(),
  stopped_days: z.int(),
});

const security = [{ key: [] }];
const list = createRoute({
  method: 'get',
  path: '/dossiers',
  summary: 'Dossiers within the scope of the key, the last opened first',
  security,
  request: { query: explained(DossierQuery) },
  responses: {
    200: json(z.object({ items: z.array(Dossier), next: z.string().nullable() }), 'One page'),
    ...problems(401, 422, 429),
  },
});
const read = createRoute({
  method: 'get',
  path: '/dossiers/{id}',
  summary: 'One dossier with its moves and its clocks',
  security,
  request: {
    query: noQuery,
    params: z.strictObject({ id: z.string().openapi({ description: 'The id that the list gives.' }) }),
  },
  responses: {
    200: json(Dossier.extend({ steps: z.array(Step), clocks: z.array(Clock) }), 'The dossier'),
    ...problems(401, 404, 422, 429),
  },
});

const shown = [
  ...(['id', 'product_id', 'product', 'set_no', 'producer_id', 'producer', 'commune', 'kind', 'channel'] as const),
  ...(['level', 'status', 'sheet_code', 'sheet_version', 'previous_id', 'round_id', 'filed_on'] as const),
  ...(['commune_no', 'commune_received_on', 'province_no', 'province_received_on', 'due_on', 'answer_by'] as const),
];
const shownOf = (row: Row) => ({ ...only(row, shown), area: row.area_path, turn: turnAt(row) });

/** Dossiers for machines that hold a key: where each stands and what runs, never what was typed in it or who moved it. */
export function dossiers(runtime: Runtime): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuse });
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key that an office made: Authorization: Bearer ocop_…',
  });
  for (const path of ['/dossiers', '/dossiers/:id']) app.use(path, keyed(runtime));
  app.openapi(list, async (c) => {
    const { area, ...filter } = c.req.valid('query');
    const path = area ? ((await pathOf(c.var.ctx, area)) ?? 'none') : null;
    const asked = { ...filter, area: path, sort: 'newest', own: true } as const;
    const { items, hasNext } = await listDossiers(c.var.ctx, asked);
    return c.json({ items: items.map(shownOf), next: hasNext ? (items.at(-1)?.id ?? null) : null }, 200);
  });
  app.openapi(read, async (c) => {
    const { ctx } = c.var;
    const row = await dossierOf(ctx, c.req.valid('param').id);
    const [steps, clocks] = await Promise.all([stepsOf(ctx, row.id), clocksOf(ctx, row.id)]);
    const moves = steps.map((step) => ({
      ...only(step, ['on_day', 'from_level', 'from_status', 'level', 'status']),
      at: step.at.toISOString(),
    }));
    return c.json({ ...shownOf(row), steps: moves, clocks }, 200);
  });
  return app;
}
