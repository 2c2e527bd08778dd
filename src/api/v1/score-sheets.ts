import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { pathToStar } from '#domain/criteria/path';
import { currentSheet, currentSheets, type SheetVersion } from '#domain/criteria/queries';
import { itemsOf } from '#domain/criteria/items';
import { grade } from '#domain/criteria/rules';
import { GradeRequest, PathRequest } from '#domain/criteria/schema';
import { checkAnswers } from '#domain/criteria/answers';
import { type Env, problems, refuse } from '../problem.ts';
import { noQuery } from './parameters.ts';
import { json } from './shapes.ts';

const Code = z.strictObject({ code: z.string().openapi({ example: 'QD26-12', description: 'QD26-01 to QD26-26.' }) });
const Text = z.object({ vi: z.string(), en: z.string() });

const Comparison = z
  .object({ by: z.string(), on: z.string() })
  .nullable()
  .openapi({ description: 'Who compared the wording with the signed text, and when; null: nobody yet.' });
const SheetHead = z
  .object({
    code: z.string(),
    no: z.int(),
    decision: z.string(),
    name: Text,
    version: z.int(),
    items: z.int(),
    comparedWithSignedText: Comparison,
  })
  .openapi('ScoreSheetHead');
const SheetBody = SheetHead.extend({
  group: z.unknown(),
  ministries: z.array(z.string()),
  samples: z.int(),
  disqualifiedWhen: z.array(z.unknown()),
  parts: z.array(z.unknown()).openapi({ description: 'Parts A, B, C: criteria, items, options, rules.' }),
}).openapi('ScoreSheet');

const Codes = z.array(z.string());
const Points = z.record(z.string(), z.int());
const Stars = z.int().min(1).max(5);
const Grade = z
  .object({
    total: z.int(),
    parts: z.object({ A: z.int(), B: z.int(), C: z.int() }),
    criteria: Points,
    items: Points,
    bandStars: Stars,
    stars: Stars.nullable(),
    unmet: z
      .object({ 3: Codes, 4: Codes, 5: Codes })
      .openapi({ description: 'For each star, the items below its minimum.' }),
    outcome: z.enum(['graded', 'eliminated', 'not_eligible', 'stopped']),
    reasons: z.array(z.string()),
    version: z.int(),
    comparedWithSignedText: Comparison,
  })
  .openapi('Grade');
/** Which wording of the sheet was used. */
const Source = { version: z.int(), comparedWithSignedText: Comparison };
const Step = z.object({ item: z.string(), from: z.unknown(), to: z.unknown() });
const Path = z
  .union([
    z.object({ reachable: z.literal(true), steps: z.array(Step), total: z.int(), stars: Stars, ...Source }),
    z.object({
      reachable: z.literal(false),
      rules: z.array(z.string()).openapi({ description: 'Broken rules that no points mend.' }),
      items: z.array(z.string()).openapi({
        description: 'Items that may not be raised and fall short, or whose answered zero stops the scoring.',
      }),
      most: z.int().openapi({ description: 'The most points that can be had.' }),
      needed: z.int(),
      ...Source,
    }),
  ])
  .openapi('Path');

const headOf = ({ sheet, version, compared }: SheetVersion) => ({
  code: sheet.code,
  no: sheet.no,
  decision: sheet.decision,
  name: sheet.name,
  version,
  items: itemsOf(sheet).length,
  comparedWithSignedText: compared,
});

const list = createRoute({
  method: 'get',
  path: '/score-sheets',
  summary: 'The score sheets in force',
  request: { query: noQuery },
  responses: {
    200: json(z.object({ items: z.array(SheetHead) }), 'All sheets, in the order of the decision'),
    ...problems(422),
  },
});
const read = createRoute({
  method: 'get',
  path: '/score-sheets/{code}',
  summary: 'One score sheet, whole',
  request: { params: Code, query: noQuery },
  responses: { 200: json(SheetBody, 'The sheet'), ...problems(404, 422) },
});
const gradeIt = createRoute({
  method: 'post',
  path: '/score-sheets/{code}/grade',
  summary: 'Grade answers: points, star, what falls short',
  request: {
    params: Code,
    query: noQuery,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: GradeRequest.openapi({
            example: { answers: { '1.1': 2, '1.2': null }, broken: ['1.1/eliminate-1'] },
          }),
        },
      },
    },
  },
  responses: { 200: json(Grade, 'The grade'), ...problems(400, 404, 413, 422, 429) },
});
const pathTo = createRoute({
  method: 'post',
  path: '/score-sheets/{code}/path',
  summary: 'The least improvements that reach a star',
  request: {
    params: Code,
    query: noQuery,
    body: {
      required: true,
      content: {
        'application/json': { schema: PathRequest.openapi({ example: { answers: { '1.1': 2 }, stars: 4 } }) },
      },
    },
  },
  responses: { 200: json(Path, 'The path, or why there is none'), ...problems(400, 404, 413, 422, 429) },
});

/** Score sheets for machines: read them, grade by them, ask for the path to a star. */
export function scoreSheets(): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuse });
  app.openapi(list, async (c) => c.json({ items: (await currentSheets(c.var.ctx)).map(headOf) }, 200));
  app.openapi(read, async (c) => {
    const found = await currentSheet(c.var.ctx, c.req.valid('param').code);
    const { group, ministries, samples, disqualifiedWhen, parts } = found.sheet;
    return c.json({ ...headOf(found), group, ministries, samples, disqualifiedWhen, parts }, 200);
  });
  app.openapi(gradeIt, async (c) => {
    const { sheet, version, compared } = await currentSheet(c.var.ctx, c.req.valid('param').code);
    const { answers, broken } = c.req.valid('json');
    checkAnswers(sheet, { answers, broken });
    return c.json({ ...grade(sheet, answers, broken), version, comparedWithSignedText: compared }, 200);
  });
  app.openapi(pathTo, async (c) => {
    const { sheet, version, compared } = await currentSheet(c.var.ctx, c.req.valid('param').code);
    const { answers, broken, stars, costs, fixed } = c.req.valid('json');
    checkAnswers(sheet, { answers, broken, costs, fixed });
    const path = pathToStar(sheet, answers, stars, { costs, fixed, broken });
    return c.json({ ...path, version, comparedWithSignedText: compared }, 200);
  });
  return app;
}
