import { expect, test } from 'vitest';
import { openApi } from '#api/app';
import { freshDatabase } from '../database.ts';
import { testRuntime } from '../makers/context.ts';

type Node = { [key: string]: unknown };

/** Every object below a value, with the place where it stands. */
function* nodes(value: unknown, place = '#'): Generator<[string, Node]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [place, value as Node];
  for (const [key, below] of Object.entries(value)) yield* nodes(below, `${place}/${key}`);
}

const at = (document: Node, ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Node | undefined)?.[key], document);

test('the OpenAPI document is whole: every reference leads somewhere, every route says what it takes and answers', async () => {
  const { db } = await freshDatabase();
  const answer = await openApi(testRuntime(db)).request('/api/openapi.json');
  const document = (await answer.json()) as Node & { paths: Record<string, Record<string, Node>> };
  expect(document.openapi).toBe('3.1.0');
  const broken = [...nodes(document)].filter(([, { $ref }]) => typeof $ref === 'string' && !at(document, $ref));
  expect(broken.map(([place]) => place)).toEqual([]);

  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path,
      operation,
    })),
  );
  expect(routes.map(({ name }) => name).toSorted()).toEqual(
    [
      'GET /api/v1/areas',
      'GET /api/v1/areas/{code}',
      'GET /api/v1/certificates/{number}',
      'GET /api/v1/decisions',
      'GET /api/v1/decisions/{id}',
      'GET /api/v1/dossiers',
      'GET /api/v1/dossiers/{id}',
      'GET /api/v1/log/checkpoint',
      'GET /api/v1/producers',
      'GET /api/v1/producers/{id}',
      'GET /api/v1/products',
      'GET /api/v1/products/{code}',
      'GET /api/v1/products/{code}/recognitions',
      'GET /api/v1/recognitions',
      'GET /api/v1/rounds',
      'GET /api/v1/score-sheets',
      'GET /api/v1/score-sheets/{code}',
      'GET /api/v1/verify/{code}',
      'GET /api/v1/verify/{code}/qr.svg',
      'POST /api/v1/verify/photo',
      'POST /api/v1/score-sheets/{code}/grade',
      'POST /api/v1/score-sheets/{code}/path',
    ].toSorted(),
  );
  for (const { name, path, operation } of routes) {
    const {
      summary,
      parameters = [],
      responses,
    } = operation as {
      summary?: string;
      parameters?: { name: string; in: string; required?: boolean }[];
      responses: Record<string, { description?: string; content?: Node }>;
    };
    expect(summary, name).toMatch(/\w{3}/);
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, one]) => one);
    const said = parameters.filter((one) => one.in === 'path' && one.required).map((one) => one.name);
    expect(said, name).toEqual(inPath);
    expect(Object.keys(responses['200']?.content ?? {}), name).toHaveLength(1);
    expect(
      Object.values(responses).every(({ description }) => description),
      name,
    ).toBe(true);
  }
});
