import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { expect, test } from './fixture.ts';

test('every list of the office is a file as it is filtered, in the language of the page; a formula stays a text', async ({
  page,
  as,
}) => {
  await as('can-bo-xa');
  const name = `=1+1 ${process.pid}${Date.now().toString(36)}`;
  await page.goto('/office/producers/new');
  await page.getByLabel('Loại hình chủ thể').selectOption('household');
  await page.locator('#name').fill(name);
  await page.getByRole('button', { name: 'Lưu' }).click();

  await page.goto(`/office/producers?q=${encodeURIComponent(name)}`);
  const href = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
  const csv = await page.request.get(href!);
  expect(csv.headers()['content-disposition']).toContain('chu-the-');
  const text = await csv.text();
  expect(text.startsWith('\ufeff')).toBe(true);
  expect(parseCsv(text).map(([first]) => first)).toEqual(['Tên', `'${name}`]);
  const xlsx = await page.request.get(href!.replace('.csv', '.xlsx'));
  const { sheets } = await readXlsx(await xlsx.body());
  expect(sheets[0]!.rows.map((row) => row.slice(0, 3))).toEqual([
    ['Tên', 'Loại hình chủ thể', 'Xã, phường, đặc khu'],
    [name, 'Hộ kinh doanh', 'Ba Chẽ'],
  ]);

  for (const list of ['producers', 'products', 'recognitions', 'papers', 'log', 'areas']) {
    const answer = await page.request.get(`/en/office/export/${list}.csv`);
    expect(answer.status(), list).toBe(200);
    expect(parseCsv(await answer.text()).length, list).toBeGreaterThan(2);
  }
  // What a list refuses, its file refuses.
  await as('chu-the');
  expect((await page.request.get('/office/export/people.csv')).status()).toBe(403);
  expect((await page.request.get('/office/export/producers.csv?kind=nobody')).status()).toBe(422);
  expect((await page.request.get('/office/export/persons.csv')).status()).toBe(404);
  await as('quan-tri');
  expect(await (await page.request.get('/office/export/people.csv?q=Xã')).text()).toContain('can-bo-xa@ocop.example');
});
