import { beforeAll, expect, test } from 'vitest';
import { openApi } from '#api/app';
import { loadSheets } from '#domain/criteria/versions';
import { fileDatabase } from '../database.ts';
import { testRuntime } from '../makers/context.ts';

const { db } = await fileDatabase();
const api = openApi(testRuntime(db));
beforeAll(() => loadSheets(db));

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.request(`/api/v1/score-sheets/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test('all 26 sheets are listed, each saying that nobody compared it yet', async () => {
  const { items } = await (await api.request('/api/v1/score-sheets')).json();
  expect(items).toHaveLength(26);
  expect(items[11]).toMatchObject({ code: 'QD26-12', no: 12, items: 32, comparedWithSignedText: null });
});

test('answers are graded as the contract words them', async () => {
  const answer = await post('QD26-12/grade', { answers: { 1.1: 0, 1.2: null }, broken: [] });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    total: 1,
    parts: { A: 1, B: 0, C: 0 },
    bandStars: 1,
    stars: 1,
    outcome: 'graded',
    reasons: [],
  });
});

test('a broken rule eliminates: no star', async () => {
  const { outcome, stars, reasons } = await (
    await post('QD26-12/grade', { answers: {}, broken: ['1.1/eliminate-1'] })
  ).json();
  expect({ outcome, stars, reasons }).toEqual({ outcome: 'eliminated', stars: null, reasons: ['1.1/eliminate-1'] });
});

test('a two-case item takes case and option', async () => {
  expect((await (await post('QD26-26/grade', { answers: { 8: { case: 0, option: 1 } } })).json()).total).toBe(3);
  expect((await post('QD26-26/grade', { answers: { 8: 1 } })).status).toBe(422);
});

test('the path to a star, and why there is none', async () => {
  expect(await (await post('QD26-12/path', { answers: {}, stars: 3 })).json()).toMatchObject({
    reachable: true,
    stars: 3,
  });
  expect(await (await post('QD26-12/path', { answers: {}, stars: 3, broken: ['dossier/1'] })).json()).toMatchObject({
    reachable: false,
    rules: ['dossier/1'],
  });
});

test('what is unknown or wrong is named at its place, as a problem in the reader’s language', async () => {
  const wrong = await post(
    'QD26-12/grade',
    { answers: { 9.9: 0, 1.1: 77 }, broken: ['no/rule'] },
    { 'accept-language': 'en' },
  );
  expect([wrong.status, wrong.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
  expect((await wrong.json()).issues).toEqual([
    { path: 'answers.9.9', message: 'This sheet has no item with this code.' },
    { path: 'answers.1.1', message: 'This item has no such level.' },
    { path: 'broken.0', message: 'This sheet has no condition with this code.' },
  ]);
  const statuses = [
    await post('QD26-99/grade', { answers: {} }),
    await post('QD26-12/grade', { answers: { 1.1: 'two' } }),
    await post('QD26-12/grade', { answers: { 1.1: -1 } }),
    await post('QD26-12/grade', { answers: { 1.1: 1.5 } }),
    await post('QD26-12/grade', { more: 1 }),
    await post('QD26-12/grade', '{"answers": '),
    await post('QD26-12/grade', '[]'),
    await post('QD26-12/grade', '{}', { 'content-type': 'text/plain' }),
    await post('QD26-12/path', { stars: 6 }),
    await post('QD26-12/path', { stars: 4, costs: { 1.1: -1 } }),
    await post('QD26-12/grade', { answers: { 1.1: 'x'.repeat(300_000) } }),
    await api.request('/api/v1/score-sheets?x=1'),
    await api.request('/api/v1/score-sheets/%ff'),
  ].map(({ status }) => status);
  expect(statuses).toEqual([404, 422, 422, 422, 422, 400, 422, 400, 422, 422, 413, 422, 400]);
});

test('who asks too much is told to wait, in the first language of ours that they name; others are not', async () => {
  const runtime = testRuntime(db);
  const strict = openApi({ ...runtime, config: { ...runtime.config, ratePerMinute: 2 } });
  const ask = (path: string, address: string, method = 'GET') =>
    strict.request(`/api/v1/${path}`, {
      method,
      headers: {
        'x-ocop-ip': address,
        'accept-language': 'fr, en;q=0.5, vi;q=0.4',
        'content-type': 'application/json',
      },
      ...(method === 'POST' && { body: '{"answers":{}}' }),
    });
  const costly = () => ask('score-sheets/QD26-12/grade', '10.0.0.1', 'POST');
  expect([(await costly()).status, (await ask('products?%71=mat', '10.0.0.1')).status]).toEqual([200, 200]);
  const refused = await costly();
  expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type')]).toEqual([
    429,
    '30',
    'application/problem+json',
  ]);
  expect(await refused.json()).toMatchObject({ code: 'limit.reached', title: expect.stringContaining('Too many') });
  const others = [
    ask('products?q=mat', '10.0.0.1'),
    ask('score-sheets', '10.0.0.1'),
    ask('products?q=mat', '10.0.0.2'),
  ];
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([429, 200, 200]);
});

const said = async (answer: Response) => [answer.status, ...((await answer.json()).issues ?? [])];

test('a code like __proto__ is no code: refused at its place, whatever the raw JSON holds', async () => {
  const en = { 'accept-language': 'en' };
  const unknown = (path: string) => [422, { path, message: 'This sheet has no item with this code.' }];
  const send = async (path: string, body: string) => said(await post(path, body, en));
  expect(await send('QD26-12/grade', '{"answers":{"__proto__":0}}')).toEqual(unknown('answers.__proto__'));
  expect(await send('QD26-12/grade', '{"answers":{"1.1":0,"__proto__":{"1.2":0}}}')).toEqual(
    unknown('answers.__proto__'),
  );
  expect(await send('QD26-12/grade', '{"answers":{"constructor":0}}')).toEqual(unknown('answers.constructor'));
  expect(await send('QD26-12/path', '{"stars":3,"costs":{"__proto__":0}}')).toEqual(unknown('costs.__proto__'));
  const statuses = [
    '{"__proto__":{"answers":{}}}',
    '{"answers":{"1.1":{"__proto__":0}}}',
    '{"answers":{"8":{"case":0,"option":1,"__proto__":0}}}',
    '{"broken":["__proto__"]}',
    `{"answers":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    `{"answers":${'{"1.1":'.repeat(30_000)}0${'}'.repeat(30_000)}}`,
    '['.repeat(250_000),
  ].map(async (body) => (await post('QD26-26/grade', body)).status);
  expect(await Promise.all(statuses)).toEqual([422, 422, 422, 422, 422, 422, 400]);
});

test('what is wrong with a case is said: none sent, no such case, no such level, no cases at all', async () => {
  const says = async (sheet: string, code: string, answer: unknown) =>
    (await said(await post(`${sheet}/grade`, { answers: { [code]: answer } }, { 'accept-language': 'en' })))[1]
      ?.message;
  expect(await says('QD26-26', '8', 1)).toBe('This item has two cases: send both the case and the option.');
  expect(await says('QD26-26', '8', { case: 5, option: 0 })).toBe('This item has no such case.');
  expect(await says('QD26-26', '8', { case: 0, option: 50 })).toBe('This item has no such level.');
  expect(await says('QD26-12', '1.1', { case: 0, option: 0 })).toBe('This item has no cases: send the option alone.');
});

test('costs have at most six decimals: a finer one is refused, not rounded', async () => {
  const costing = async (cost: string) =>
    said(await post('QD26-12/path', `{"stars":3,"costs":{"1.1":${cost}}}`, { 'accept-language': 'en' }));
  expect(await costing('0.000001')).toEqual([200]);
  const refused = [422, { path: 'costs.1.1', message: 'A cost is a number from 0 to 1,000,000 with at most six decimals.' }]; // prettier-ignore
  for (const cost of ['0.0000001', '0.1234567', '1e-9', '-1', '1000001', '1e999', '"2"'])
    expect(await costing(cost), cost).toEqual(refused);
  const { components, paths } = await (await api.request('/api/openapi.json')).json();
  const body = paths['/api/v1/score-sheets/{code}/path'].post.requestBody.content['application/json'].schema;
  expect(body.properties.costs).toMatchObject({
    description: expect.stringContaining('at most six decimals'),
    additionalProperties: { minimum: 0, maximum: 1_000_000 },
  });
  expect(Object.keys(components.schemas.Grade.properties.unmet.properties)).toEqual(['3', '4', '5']);
});

test('the OpenAPI document names every route', async () => {
  const { openapi, paths } = await (await api.request('/api/openapi.json')).json();
  expect(openapi).toBe('3.1.0');
  expect(Object.keys(paths)).toContain('/api/v1/score-sheets/{code}/grade');
});
