import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { pathOf } from '#domain/areas/queries';
import { publicProductFacts } from '#domain/products/facts';
import { codePicture } from '#domain/products/labels';
import { listRecognitions, publicProduct, type PublicProduct } from '#domain/products/queries';
import { codeIn, verify } from '#domain/products/verify';
import { ListFilter, RecognitionQuery } from '#domain/products/schema';
import { searchProducts } from '#domain/products/search';
import { fieldError } from '#kernel/errors';
import { type Env, problems, refuse } from '../problem.ts';
import { only } from './only.ts';
import { explained, noQuery } from './parameters.ts';
import { Fact, json, Product, ProductHead, Recognition, Standing } from './shapes.ts';

const Key = z.strictObject({
  code: z.string().openapi({ example: '22-06970-01-2026', description: 'Code of the register, or id.' }),
});

const search = createRoute({
  method: 'get',
  path: '/products',
  summary: 'Search the register',
  request: { query: explained(ListFilter) },
  responses: {
    200: json(
      z.object({
        total: z.int().openapi({ description: 'Exact up to 1,000; beyond, 1,000 with totalIsExact false.' }),
        totalIsExact: z.boolean(),
        items: z.array(ProductHead),
        next: z.string().nullable().openapi({ description: 'Pass as `after` for the next page.' }),
        corrected: z.string().nullable().openapi({ description: 'The words searched instead of unknown ones.' }),
      }),
      'One page',
    ),
    ...problems(422, 429),
  },
});
const read = createRoute({
  method: 'get',
  path: '/products/{code}',
  summary: 'One product with every star it held, and what else is known of it today',
  request: { params: Key, query: noQuery },
  responses: {
    200: json(Product.extend({ facts: z.array(Fact) }).openapi('ProductWhole'), 'The product'),
    ...problems(301, 404, 422),
  },
});
const held = createRoute({
  method: 'get',
  path: '/products/{code}/recognitions',
  summary: 'Every star that a product held',
  request: { params: Key, query: noQuery },
  responses: { 200: json(z.object({ items: z.array(Recognition) }), 'Newest first'), ...problems(301, 404, 422) },
});
const Row = z
  .object({
    id: z.string(),
    product_id: z.string(),
    product: z.string(),
    code: z.string().nullable(),
    origin: z.string().openapi({ description: 'register; or demo: invented.' }),
    stars: z.int(),
    level: z.string(),
    decision_no: z.string().nullable(),
    decided_on: z.string().nullable(),
    certificate_no: z.string().nullable(),
    criteria: z.string(),
    total: z.int().nullable().openapi({ description: 'Hundredths of a point.' }),
    valid_to: z.string().nullable(),
    withdrawn_on: z.string().nullable(),
  })
  .openapi('RecognitionRow');
const recognitions = createRoute({
  method: 'get',
  path: '/recognitions',
  summary: 'Recognitions of the register, the last recorded first',
  request: { query: explained(RecognitionQuery) },
  responses: {
    200: json(z.object({ items: z.array(Row), next: z.string().nullable() }), 'One page'),
    ...problems(422),
  },
});
const picture = createRoute({
  method: 'get',
  path: '/verify/{code}/qr.svg',
  summary: 'The QR code that opens the verification of a code',
  request: { query: noQuery, params: Key },
  responses: {
    200: { description: 'The picture', content: { 'image/svg+xml': { schema: z.string() } } },
    ...problems(422),
  },
});
const matchKinds = ['code', 'certificate', 'gtin', 'old_code'] as const;
const Said = Standing.extend({ state: z.enum([...Standing.shape.state.options, 'replaced']) }).openapi('Said', {
  description: 'What the code says; replaced: a later decision stands in place of this certificate.',
});
const check = createRoute({
  method: 'get',
  path: '/verify/{code}',
  summary: 'What a printed code means today',
  request: { params: Key, query: noQuery },
  responses: {
    200: json(
      z.object({
        matched: z
          .enum([...matchKinds, 'several'])
          .nullable()
          .openapi({ description: 'null: not known; several: more than one product bears it. Nothing is guessed.' }),
        text: z.string(),
        standing: Said.nullable().openapi({ description: 'Of the one product; null if there are none or several.' }),
        product: Product.nullable(),
        matches: z.array(z.object({ matched: z.enum(matchKinds), standing: Said, product: Product })),
      }),
      'The verdict',
    ),
    ...problems(422),
  },
});

const productOf = (row: PublicProduct) => ({
  ...only(row, [
    'id',
    'code',
    'name',
    'origin',
    'set_no',
    'producer_id',
    'producer',
    'commune_id',
    'commune',
    'province',
  ]),
  ...only(row, ['pack', 'gtin', 'price', 'capacity', 'capacity_unit', 'seasons', 'story', 'oldCodes']),
  standing: standingOf(row.standing),
  recognitions: row.recognitions.map(recognitionOf),
  withdrawals: row.withdrawals.map((one) => only(one, ['recognition_id', 'ground', 'decision_no', 'valid_from'])),
  citation:
    row.origin === 'citation'
      ? {
          producer: row.producer_as_reported,
          place: row.place_as_reported,
          stars: row.cited_stars,
          year: row.cited_year,
          decision: row.cited_decision,
          sources: row.sources ?? [],
        }
      : null,
});

const standingOf = <S extends { recognition: string | null }>({ recognition: _, ...rest }: S) => rest;

const recognitionOf = (one: PublicProduct['recognitions'][number]) => {
  const { version: _, ...shown } = one;
  return shown;
};

/** The register for machines: search, products, recognitions, verification. */
export function products(): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuse });
  app.openapi(search, async (c) => {
    const filter = c.req.valid('query');
    const area = filter.area ? ((await pathOf(c.var.ctx, filter.area)) ?? 'none') : null;
    return c.json(await searchProducts(c.var.ctx, { ...filter, area }), 200);
  });
  app.openapi(read, async (c) => {
    const product = await publicProduct(c.var.ctx, c.req.valid('param').code);
    return c.json({ ...productOf(product), facts: await publicProductFacts(c.var.ctx, product) }, 200);
  });
  app.openapi(held, async (c) =>
    c.json({ items: (await publicProduct(c.var.ctx, c.req.valid('param').code)).recognitions.map(recognitionOf) }, 200),
  );
  app.openapi(recognitions, async (c) => {
    const { items, hasNext } = await listRecognitions(c.var.ctx, c.req.valid('query'));
    return c.json({ items, next: hasNext ? (items.at(-1)?.id ?? null) : null }, 200);
  });
  app.openapi(check, async (c) => {
    const verdict = await verify(c.var.ctx, c.req.valid('param').code);
    const matches = verdict.matches.map(({ matched, standing, product }) => ({
      matched,
      standing: standingOf(standing),
      product: productOf(product),
    }));
    const [one, another] = matches;
    const several = one ? ('several' as const) : null;
    const sole = one && !another ? one : { matched: several, standing: null, product: null };
    return c.json({ ...sole, text: verdict.text, matches }, 200);
  });
  app.openapi(picture, (c) => {
    const code = codeIn(c.req.valid('param').code);
    if (!code) throw fieldError('code', 'fields.code');
    const svg = codePicture(`${c.var.ctx.runtime.config.publicUrl}/verify/${encodeURIComponent(code)}`);
    return c.body(svg, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' });
  });
  return app;
}
