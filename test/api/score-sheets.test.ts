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
  expect(statuses).toEqual([404, 422, 422, 422, 422, 400, 422, 400, 422, 422, 413, 422, 404]);
});

test('the OpenAPI document names every route', async () => {
  const { openapi, paths } = await (await api.request('/api/openapi.json')).json();
  expect(openapi).toBe('3.1.0');
  expect(Object.keys(paths)).toContain('/api/v1/score-sheets/{code}/grade');
});
