import { beforeAll, expect, test } from 'vitest';
import { openApi } from '#api/app';
import { draftDecision, signDecision } from '#domain/grading/decisions/drafts';
import { releaseDecision } from '#domain/grading/decisions/release';
import { makeRounds } from '#domain/grading/process/rounds';
import { fileDatabase } from '../database.ts';
import { ctxOf, personWith, testRuntime } from '../makers/context.ts';
import { scoredAt } from '../makers/results.ts';

const { db } = await fileDatabase();
const api = openApi(testRuntime(db));
type Answer = Record<string, unknown> & { items: Record<string, unknown>[]; lines: Record<string, unknown>[] };
const get = async (path: string) => {
  const answer = await api.request(`/api/v1${path}`);
  return { status: answer.status, body: (await answer.json()) as Answer, headers: answer.headers };
};
const made = { product: '', released: '', held: '' };

beforeAll(async () => {
  const first = await scoredAt(db);
  const second = await scoredAt(db);
  const ctx = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  await makeRounds(ctx, { area: 'VN/22', year: 2026 });
  const signed = { decided_on: '2026-11-20', signer: 'Trần Văn Thử', signer_title: 'Phó Chủ tịch' };
  const decide = async (dossier: string, number: string) => {
    const { id } = await draftDecision(ctx, { dossiers: [dossier] });
    await signDecision(ctx, { id, version: 1, number, ...signed });
    return id;
  };
  made.product = first.product;
  made.released = await decide(first.dossier, '1200/QĐ-UBND');
  made.held = await decide(second.dossier, '1201/QĐ-UBND');
  await releaseDecision(ctx, { id: made.released, version: 2 });
});

test('rounds of a place are public; a place that is none has none', async () => {
  const { body } = await get('/rounds?area=22&year=2026');
  expect(body.items.length).toBeGreaterThan(0);
  expect(body.items[0]).toMatchObject({ area: 'VN/22', level: 'province', year: 2026, no: 1, extra: false });
  expect(Object.keys(body.items[0]!)).not.toContain('changed_by');
  expect((await get('/rounds?area=nowhere')).body).toEqual({ items: [] });
  expect((await get('/rounds')).body.items).toHaveLength(body.items.length);
  expect((await get('/rounds?year=soon')).status).toBe(422);
});

test('a decision is seen once it is released: its products with stars and points in all, nobody who scored or typed', async () => {
  const { body, headers } = await get('/decisions?area=22&year=2026');
  expect(body).toMatchObject({ items: [{ id: made.released, number: '1200/QĐ-UBND', products: 1 }], next: null });
  expect(headers.get('cache-control')).toContain('s-maxage');
  expect((await get('/decisions?area=01')).body.items).toEqual([]);
  expect((await get(`/decisions/${made.held}`)).status).toBe(404);
  const one = (await get(`/decisions/${made.released}`)).body;
  expect(one.lines).toMatchObject([{ product_id: made.product, stars: 4, total: 7850, certificate_no: '001/2026/GCN-OCOP' }]); // prettier-ignore
  expect(Object.keys(one)).not.toContain('released_by');
  expect(Object.keys(one.lines[0]!)).not.toContain('dossier_id');
});

test('an answer that has not changed is told by its tag', async () => {
  const { headers } = await get(`/decisions/${made.released}`);
  const again = await api.request(`/api/v1/decisions/${made.released}`, {
    headers: { 'if-none-match': headers.get('etag')! },
  });
  expect(again.status).toBe(304);
});

test('a certificate is found by its number, however it is set apart, and by the code of its product', async () => {
  const { body } = await get(`/certificates/${encodeURIComponent('001/2026/GCN-OCOP')}`);
  const said = { number: '001/2026/GCN-OCOP', product: made.product, stars: 4, ends_on: '2029-11-20', standing: 'valid' }; // prettier-ignore
  expect(body.items).toMatchObject([{ ...said, issued_on: '2026-11-20' }]);
  expect((await get('/certificates/0012026gcnocop')).body).toEqual(body);
  expect((await get(`/certificates/${String(body.items[0]!.code)}`)).body).toEqual(body);
  expect((await get('/certificates/999-2026')).status).toBe(404);
});
