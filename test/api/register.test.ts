import { beforeAll, expect, test } from 'vitest';
import { openApi } from '#api/app';
import { registerProducer } from '#domain/producers/actions';
import { recordRecognition } from '#domain/products/recognitions';
import { registerProduct } from '#domain/products/actions';
import { fileDatabase } from '../database.ts';
import { systemCtx, testRuntime } from '../makers/context.ts';
import { aProducer, communes } from '../makers/producers.ts';
import { aProduct, aRecognition } from '../makers/products.ts';

const { db } = await fileDatabase();
const api = openApi(testRuntime(db));
const get = async (path: string, language = 'vi') => {
  const answer = await api.request(`/api/v1/${path}`, { headers: { 'accept-language': language } });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
};

beforeAll(async () => {
  await communes(db);
  const ctx = systemCtx(db);
  const household = await registerProducer(
    ctx,
    aProducer({
      name: 'Hộ Thử',
      kind: 'household',
      street: 'Thôn 1',
      tax_code: '022085001234',
      contact_phone: '0912345678',
      representative_name: 'Trần Thị Thử',
    }),
  );
  for (const name of ['Mật ong rừng', 'Mật ong vải', 'Mật mía']) {
    const { id } = await registerProduct(ctx, aProduct(household.id, { name }));
    if (name !== 'Mật mía') await recordRecognition(ctx, aRecognition(id, { certificate_no: `GCN ${name}` }));
  }
});

test('products answer total, items and next, and the star of today', async () => {
  const { body } = await get('products?q=mat%20ong&stars=4&set=4&area=06970&limit=1');
  expect(body).toMatchObject({
    total: 2,
    totalIsExact: true,
    items: [{ name: 'Mật ong rừng', stars: 4, state: 'valid' }],
    next: expect.any(String),
  });
  expect((await get(`products?q=mat%20ong&limit=1&after=${String(body.next)}`)).body).toMatchObject({
    items: [{ name: 'Mật ong vải' }],
    next: null,
  });
});

test('a product is read by its code, with every star it held', async () => {
  const { body } = await get('products/22-06970-01-2026');
  expect(body).toMatchObject({
    code: '22-06970-01-2026',
    standing: { state: 'valid', stars: 4, until: '2029-06-30' },
    recognitions: [{ decision_no: '100/QĐ-UBND' }],
  });
  expect((await get('products/22-06970-01-2026/recognitions')).body).toMatchObject({ items: [{ stars: 4 }] });
  expect((await get('recognitions?stars=4')).body).toMatchObject({
    items: [{ product: 'Mật ong vải' }, { product: 'Mật ong rừng' }],
    next: null,
  });
});

test('verify answers what is known and never guesses', async () => {
  expect((await get('verify/22-06970-01-2026')).body).toMatchObject({ matched: 'code', standing: { state: 'valid' } });
  expect((await get(`verify/${encodeURIComponent('gcn mật ong vải')}`)).body).toMatchObject({ matched: 'certificate' });
  expect((await get('verify/22-06970-77-2026')).body).toMatchObject({ matched: null, product: null });
});

test('no personal data leaves by any route', async () => {
  const producer = (await get('producers?q=thu')).body as unknown as { items: { id: string }[] };
  const pages = [
    await get(`producers/${producer.items[0]!.id}`),
    await get('producers'),
    await get('products'),
    await get('products/22-06970-01-2026'),
    await get('verify/22-06970-01-2026'),
  ];
  expect(JSON.stringify(pages)).not.toMatch(/022085001234|0912345678|Thôn 1|Trần Thị/);
});

test('areas are found by name, with their successors', async () => {
  expect((await get('areas?q=ba%20che')).body).toMatchObject({
    items: [{ code: '06970', name: 'Ba Chẽ', became: [] }],
  });
  expect((await get('areas/06970')).body).toMatchObject({ path: 'VN/22/06970', became: [], from: [] });
});

test('bad input is a clear error at its field in the reader’s language, never a 5xx', async () => {
  const { status, body } = await get('products?stars=9&nonsense=1&set=٣&limit=0', 'en');
  expect(status).toBe(422);
  expect(body.issues).toEqual([
    { path: 'stars', message: 'Must not be more than 5.' },
    { path: 'set', message: 'Whole numbers only, in the digits 0–9.' },
    { path: 'limit', message: 'Must not be less than 1.' },
    { path: 'nonsense', message: 'This parameter is not supported.' },
  ]);
  const statuses = await Promise.all(
    [
      'products?after=abc',
      'producers?after=e30',
      'recognitions?after=1',
      'areas',
      'areas?q=',
      'areas/nowhere',
      'producers/1',
      'products/x',
      'products?q=%00',
      `products?q=${'x'.repeat(300)}`,
      'nothing',
      'verify/%F0%28',
      'products/%ff',
      'products?q=%ff',
      'verify/%EF%BF%BD',
      'areas/22?x=1',
      'products/22-06970-01-2026?x=1',
      'products/22-06970-01-2026/recognitions?x=1',
      'producers/1?x=1',
      'verify/x?x=1',
      'verify/22-06970-01-2026/qr.svg?x=1',
    ].map(async (path) => (await api.request(`/api/v1/${path}`)).status),
  );
  expect(statuses).toEqual([
    422, 422, 422, 422, 422, 404, 404, 404, 422, 422, 404, 400, 400, 422, 400, 422, 422, 422, 422, 422, 422,
  ]);
});

test('the readable page names every route, in both languages', async () => {
  for (const lang of ['vi', 'en'])
    expect(await (await api.request(`/api/?lang=${lang}`)).text()).toMatch(
      new RegExp(`lang="${lang}"[\\s\\S]*GET /api/v1/verify/\\{code\\}`),
    );
});
