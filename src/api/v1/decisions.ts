import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { pathOf } from '#domain/areas/queries';
import { openDecisions } from '#domain/grading/decisions/open';
import { publicDecision } from '#domain/grading/decisions/queries';
import { DecisionQuery, RoundQuery } from '#domain/grading/decisions/schema';
import { roundsOf } from '#domain/grading/process/queries';
import { certificatesOf } from '#domain/products/certificates';
import { type Env, problems, refuse } from '../problem.ts';
import { only } from './only.ts';
import { explained, noQuery } from './parameters.ts';
import { json } from './shapes.ts';

const Round = z
  .object({
    id: z.string(),
    area: z.string().openapi({ description: 'Path of the province; VN: the ministry.' }),
    level: z.enum(['province', 'ministry']),
    year: z.int(),
    no: z.int(),
    proposed_until: z.string().openapi({ format: 'date', description: 'The last day on which products are proposed.' }),
    graded_until: z.string().openapi({ format: 'date' }),
    extra: z.boolean(),
    basis: z.string().nullable(),
    state: z.enum(['closed', 'proposing', 'grading', 'late']).openapi({ description: 'What is done in it today.' }),
  })
  .openapi('Round');
const Head = z
  .object({
    id: z.string(),
    kind: z.enum(['recognise', 'withdraw']),
    level: z.enum(['province', 'ministry']),
    area: z.string(),
    number: z.string().nullable(),
    decided_on: z.string().nullable().openapi({ format: 'date' }),
    subject: z.string().nullable(),
    signer: z.string().nullable(),
    signer_title: z.string().nullable(),
    released_at: z.iso.datetime().nullable(),
    products: z.int(),
  })
  .openapi('DecisionHead');
const Line = z
  .object({
    product_id: z.string(),
    product: z.string(),
    code: z.string().nullable(),
    producer: z.string().nullable(),
    commune: z.string().nullable(),
    stars: z.int(),
    total: z.int().nullable().openapi({ description: 'Hundredths of a point; never what a single member gave.' }),
    certificate_no: z.string().nullable(),
    ends_on: z.string().nullable(),
    ground: z.string().nullable().openapi({ description: 'Of a withdrawal.' }),
  })
  .openapi('DecisionLine');
const Certificate = z
  .object({
    number: z.string(),
    product: z.string().openapi({ description: 'Id of the product.' }),
    code: z.string().nullable(),
    name: z.string(),
    stars: z.int(),
    decision_no: z.string().nullable(),
    issued_on: z.string().nullable().openapi({ format: 'date' }),
    ends_on: z.string().nullable().openapi({ format: 'date' }),
    standing: z.enum(['valid', 'expired', 'withdrawn', 'replaced', 'unknown', 'none']),
  })
  .openapi('Certificate');

const rounds = createRoute({
  method: 'get',
  path: '/rounds',
  summary: 'The rounds of grading of a place, the newest year first',
  request: { query: explained(RoundQuery) },
  responses: { 200: json(z.object({ items: z.array(Round) }), 'The rounds'), ...problems(422) },
});
const list = createRoute({
  method: 'get',
  path: '/decisions',
  summary: 'Released decisions on results and withdrawals, the newest first',
  request: { query: explained(DecisionQuery) },
  responses: {
    200: json(z.object({ items: z.array(Head), next: z.string().nullable() }), 'One page'),
    ...problems(422),
  },
});
const read = createRoute({
  method: 'get',
  path: '/decisions/{id}',
  summary: 'One released decision with its products',
  request: {
    query: noQuery,
    params: z.strictObject({ id: z.string().openapi({ description: 'The id that the list gives.' }) }),
  },
  responses: { 200: json(Head.extend({ lines: z.array(Line) }), 'The decision'), ...problems(404, 422) },
});
const certificate = createRoute({
  method: 'get',
  path: '/certificates/{number}',
  summary: 'The certificates of a number, or of a product by its code, and what they say today',
  request: {
    query: noQuery,
    params: z.strictObject({
      number: z.string().openapi({
        example: '001%2F2026%2FGCN-OCOP',
        description: 'Number of a certificate or code of a product; a slash is written %2F.',
      }),
    }),
  },
  responses: { 200: json(z.object({ items: z.array(Certificate) }), 'The newest first'), ...problems(404, 422) },
});

type Row = Awaited<ReturnType<typeof publicDecision>> | Awaited<ReturnType<typeof openDecisions>>['items'][number];

const headOf = (row: Row) => ({
  ...only(row, ['id', 'kind', 'level', 'number', 'decided_on', 'subject', 'signer', 'signer_title', 'products']),
  area: row.area_path,
  released_at: row.released_at?.toISOString() ?? null,
});

/** Rounds, decisions and certificates for machines: what is public of grading, never a member's points. */
export function decisions(): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuse });
  for (const path of ['/rounds', '/decisions', '/decisions/:id', '/certificates/:number'])
    app.use(path, etag({ weak: true }), async (c, next) => {
      await next();
      if (c.res.status === 200) c.header('cache-control', 'public, max-age=0, s-maxage=60');
    });
  app.openapi(rounds, async (c) => {
    const { ctx } = c.var;
    const { area, year } = c.req.valid('query');
    const path = area ? await pathOf(ctx, area) : ctx.runtime.config.area;
    const rows = path ? await roundsOf(ctx, path, year ?? undefined) : [];
    const names = ['id', 'level', 'year', 'no', 'proposed_until', 'graded_until', 'extra', 'basis', 'state'] as const;
    const items = rows.map((row) => ({ ...only(row, names), area: row.area_path }));
    return c.json({ items: items as z.infer<typeof Round>[] }, 200);
  });
  app.openapi(list, async (c) => {
    const { area, ...filter } = c.req.valid('query');
    const path = area ? ((await pathOf(c.var.ctx, area)) ?? 'none') : null;
    const { items, hasNext } = await openDecisions(c.var.ctx, { ...filter, area: path });
    return c.json({ items: items.map(headOf), next: hasNext ? (items.at(-1)?.id ?? null) : null }, 200);
  });
  app.openapi(read, async (c) => {
    const row = await publicDecision(c.var.ctx, c.req.valid('param').id);
    const names = ['product_id', 'product', 'code', 'producer', 'commune', 'stars', 'total', 'certificate_no', 'ends_on', 'ground'] as const; // prettier-ignore
    return c.json({ ...headOf(row), lines: row.lines.map((line) => only(line, names)) }, 200);
  });
  app.openapi(certificate, async (c) =>
    c.json({ items: await certificatesOf(c.var.ctx, c.req.valid('param').number) }, 200),
  );
  return app;
}
