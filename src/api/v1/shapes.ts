import { z } from '@hono/zod-openapi';

/** One JSON answer, for the OpenAPI document. */
export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** What an answer says of one place. */
export const Area = z
  .object({
    id: z.string(),
    code: z.string(),
    level: z.enum(['country', 'province', 'district', 'commune']),
    name: z.string(),
    type: z.string(),
    parent: z.string().nullable(),
    path: z.string(),
    valid_from: z.string().nullable(),
    valid_to: z.string().nullable(),
  })
  .openapi('Area', {
    description: 'An administrative unit in time. `id` is the code of a unit in force, `code~year` of one that ended.',
  });

export const Successor = Area.extend({
  extent: z.enum(['whole', 'part', 'area_without_residents', 'part_with_all_residents']),
}).openapi('Successor');

const State = z.enum(['valid', 'expired', 'withdrawn', 'unknown', 'none']);

/** A product as the register lists it. */
export const ProductHead = z
  .object({
    id: z.string(),
    code: z.string().nullable(),
    name: z.string(),
    origin: z.string().openapi({ enum: ['register', 'demo', 'citation'] }),
    set_no: z.int(),
    producer_id: z.string().nullable(),
    producer_name: z.string().nullable(),
    producer_kind: z.string().nullable(),
    commune_id: z.string().nullable(),
    commune_name: z.string().nullable(),
    state: State,
    stars: z
      .int()
      .nullable()
      .openapi({ description: 'The star of the latest decision; it holds today only if `state` is valid.' }),
    valid_to: z.string().nullable(),
    withdrawn_on: z.string().nullable(),
    cited_stars: z.int().nullable().openapi({ description: 'What a public source says; not verified.' }),
    cited_year: z.int().nullable(),
  })
  .openapi('ProductHead');

export const Recognition = z
  .object({
    id: z.string(),
    stars: z.int(),
    reason: z.string(),
    level: z.string(),
    decision_no: z.string().nullable(),
    decided_on: z.string().nullable(),
    decided_by: z.string().nullable(),
    year: z.int().nullable(),
    certificate_no: z.string().nullable(),
    criteria: z.string(),
    part_a: z.int().nullable().openapi({ description: 'Hundredths of a point, as are part_b, part_c and total.' }),
    part_b: z.int().nullable(),
    part_c: z.int().nullable(),
    total: z.int().nullable(),
    valid_from: z.string().nullable(),
    valid_to: z.string().nullable(),
  })
  .openapi('Recognition');

/** A dated fact as everybody may read it; `said` has the fields of its kind that are open. */
export const Fact = z
  .object({
    kind: z.string().openapi({ example: 'listing' }),
    id: z.string(),
    checked: z.boolean().openapi({ description: 'An official entered or checked it; else the producer says so.' }),
    valid_from: z.string().nullable(),
    valid_to: z.string().nullable(),
    said: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .openapi('Fact');

export const Standing = z
  .object({
    state: State,
    stars: z.int().nullable(),
    until: z.string().nullable(),
    withdrawnOn: z.string().nullable(),
    ground: z.string().nullable(),
  })
  .openapi('Standing', { description: 'The star today.' });

export const Product = z
  .object({
    id: z.string(),
    code: z.string().nullable(),
    name: z.string(),
    origin: z.string(),
    set_no: z.int(),
    producer_id: z.string().nullable(),
    producer: z.string().nullable(),
    commune_id: z.string().nullable(),
    commune: z.string().nullable(),
    province: z.string().nullable(),
    pack: z.string().nullable(),
    gtin: z.string().nullable(),
    price: z.int().nullable().openapi({ description: 'đồng' }),
    capacity: z.int().nullable(),
    capacity_unit: z.string().nullable(),
    seasons: z.array(z.int()),
    story: z.string().nullable(),
    oldCodes: z.array(z.string()),
    standing: Standing,
    recognitions: z.array(Recognition),
    withdrawals: z.array(
      z.object({
        recognition_id: z.string(),
        ground: z.string(),
        decision_no: z.string().nullable(),
        valid_from: z.string(),
      }),
    ),
    citation: z
      .object({
        producer: z.string().nullable(),
        place: z.string().nullable(),
        stars: z.int().nullable(),
        year: z.int().nullable(),
        decision: z.string().nullable(),
        sources: z.array(z.string()),
      })
      .nullable(),
  })
  .openapi('Product');
