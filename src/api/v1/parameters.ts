import { z } from '@hono/zod-openapi';

/** The query of a route that reads none: what is given all the same is refused, not silently left aside. */
export const noQuery = z.strictObject({});

type Told = { type?: 'string' | 'integer'; description: string } & Record<string, unknown>;

/** What a parameter of a list means, wherever it stands. */
const meanings: Record<string, Told> = {
  q: { type: 'string', maxLength: 200, description: 'Words in any order, with or without marks.', example: 'mat ong' },
  stars: { type: 'integer', minimum: 3, maximum: 5, description: '3 to 5; of a product, the star that holds today.' },
  state: { description: 'What the star is today.' },
  set: { type: 'integer', minimum: 1, maximum: 26, description: 'Product set of decision 26/2026/QĐ-TTg.' },
  area: { type: 'string', description: 'Code of a province or commune; all below it is included.', example: '22' },
  under: { type: 'string', description: 'Code of a province: only its units.', example: '22' },
  level: { description: 'Only units of this level. Districts ended on 1 July 2025.' },
  kind: { description: 'Kind of producer.' },
  source: { description: 'register: kept by officers; cited: only quoted from a public source.' },
  endsBefore: { type: 'string', format: 'date', description: 'Certificates that end before this day.' },
  year: { type: 'integer', minimum: 2013, maximum: 2100, description: 'Only of this year.' },
  after: { type: 'string', description: 'The `next` of the page before.' },
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 20, description: 'Rows on a page.' },
};

/** The same schema, its fields explained for the OpenAPI document. */
export function explained<S extends z.ZodRawShape>(schema: z.ZodObject<S, z.core.$strict>) {
  const shape = Object.entries(schema.shape).map(([name, field]) => {
    return [name, (field as z.ZodType).openapi(meanings[name] ?? {})];
  });
  return z.strictObject(Object.fromEntries(shape) as S);
}
