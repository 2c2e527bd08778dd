import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { pathOf } from '#domain/areas/queries';
import { publicProducerFacts } from '#domain/producers/facts';
import {
  facilitiesOf,
  listProducers,
  namingsOf,
  producingOf,
  publicProducer,
  readProducerCursor,
} from '#domain/producers/queries';
import { ProducerListFilter } from '#domain/producers/schema';
import { type Env, problems, refuse } from '../problem.ts';
import { only } from './only.ts';
import { explained, noQuery } from './parameters.ts';
import { Fact, json } from './shapes.ts';

const Head = z
  .object({
    id: z.string(),
    origin: z.string(),
    kind: z.string().nullable(),
    name: z.string(),
    commune: z.string().nullable(),
  })
  .openapi('ProducerHead');
const Producer = Head.extend({
  tax_code: z.string().nullable(),
  street: z.string().nullable().openapi({ description: 'Of a household only with its consent.' }),
  commune_id: z.string().nullable(),
  province: z.string().nullable(),
  contact_phone: z.string().nullable(),
  contact_email: z.string().nullable(),
  website: z.string().nullable(),
  names: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      valid_from: z.string().nullable(),
      valid_to: z.string().nullable(),
    }),
  ),
  facilities: z.array(
    z.object({
      name: z.string(),
      activity: z.string(),
      commune: z.string(),
      valid_from: z.string().nullable(),
      valid_to: z.string().nullable(),
    }),
  ),
  producing: z.object({ yes: z.boolean(), on: z.string() }).nullable(),
  facts: z.array(Fact),
}).openapi('Producer');

const shown = [
  ...(['id', 'origin', 'kind', 'name', 'tax_code', 'street', 'commune_id', 'commune', 'province'] as const),
  ...(['contact_phone', 'contact_email', 'website'] as const),
];

const list = createRoute({
  method: 'get',
  path: '/producers',
  summary: 'Producers by name, kind and area',
  request: { query: explained(ProducerListFilter) },
  responses: {
    200: json(
      z.object({ total: z.int(), totalIsExact: z.boolean(), items: z.array(Head), next: z.string().nullable() }),
      'One page, by name',
    ),
    ...problems(422, 429),
  },
});
const read = createRoute({
  method: 'get',
  path: '/producers/{id}',
  summary: 'One producer',
  request: {
    query: noQuery,
    params: z.strictObject({ id: z.string().openapi({ description: 'The id that the list gives.' }) }),
  },
  responses: { 200: json(Producer, 'The producer'), ...problems(301, 404, 422) },
});

/** Producers for machines: what the public page shows, never personal data. */
export function producers(): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuse });
  app.openapi(list, async (c) => {
    const { area, after, ...filter } = c.req.valid('query');
    const path = area ? ((await pathOf(c.var.ctx, area)) ?? 'none') : null;
    const { items, total, totalIsExact, next } = await listProducers(c.var.ctx, {
      ...filter,
      area: path,
      after: after ? readProducerCursor(after) : null,
    });
    return c.json({ total, totalIsExact, items: items.map(({ changed_at: _, ...row }) => row), next }, 200);
  });
  app.openapi(read, async (c) => {
    const { ctx } = c.var;
    const row = await publicProducer(ctx, c.req.valid('param').id);
    const [names, facilities, producing, facts] = await Promise.all([
      namingsOf(ctx, row.id),
      row.isPrivate ? [] : facilitiesOf(ctx, row.id),
      producingOf(ctx, row.id),
      publicProducerFacts(ctx, row),
    ]);
    const places = facilities.map((one) => only(one, ['name', 'activity', 'commune', 'valid_from', 'valid_to']));
    return c.json({ ...only(row, shown), names, facilities: places, producing, facts }, 200);
  });
  return app;
}
