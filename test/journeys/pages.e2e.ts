import { expect, sound, test } from './fixture.ts';

const open = [
  '/',
  '/products',
  '/products?q=m%E1%BA%ADt+ong&stars=4',
  '/products?stars=9',
  '/producers',
  '/verify',
  '/verify/22-99999-01-2026',
  '/figures',
  '/about',
  '/log-checkpoint',
  '/log-checkpoint?seq=1&hash=x',
  '/sign-in',
  '/try',
  '/try?q=ch%E1%BA%A3+m%E1%BB%B1c',
  '/try/QD26-12',
  '/link/khong-co',
  '/khong-co-trang-nay',
];

for (const path of open) {
  test(`${path} is sound in Vietnamese and English`, async ({ page }) => {
    for (const address of [path, `/en${path}`]) {
      await page.goto(address);
      await sound(page);
      expect(await page.locator('html').getAttribute('lang')).toBe(address === path ? 'vi' : 'en');
    }
  });
}

test('the API’s readable page is sound', async ({ page }) => {
  await page.goto('/api/');
  await sound(page);
});

test('the pages of a product, its producer and its code are sound', async ({ page }) => {
  await page.goto('/products?state=valid');
  await page.getByRole('article').first().getByRole('link').click();
  await sound(page);
  await page.goto('/products?source=cited');
  await page.getByRole('article').first().getByRole('link').click();
  await sound(page);
  await expect(page.locator('.stars')).toHaveCount(0);
  await page.goto('/producers');
  await page.getByRole('main').getByRole('link').first().click();
  await sound(page);
});

const office = [
  '/office',
  '/office/producers',
  '/office/producers?kind=nonsense',
  '/office/producers/new',
  '/office/products',
  '/office/products?sort=end&state=valid',
  '/office/products/new',
  '/office/products/new?q=h%E1%BB%A3p',
  '/office/recognitions',
  '/office/recognitions?sort=end',
  '/office/areas',
  '/office/areas?q=Qu%E1%BA%A3ng+Minh',
  '/office/areas/06970',
  '/office/areas/22',
  '/office/criteria',
  '/office/criteria/QD26-12',
  '/office/people',
  '/office/people/new',
  '/office/duplicates',
  '/office/duplicates?level=doubtful&kind=producer',
  '/office/log',
];

test('every page of the office is sound for an administrator', async ({ page, as }) => {
  test.setTimeout(150_000);
  await as('quan-tri');
  for (const path of [...office, ...office.slice(0, 4).map((one) => `/en${one}`)]) {
    await page.goto(path);
    await sound(page);
  }
  for (const list of ['producers', 'products', 'people', 'recognitions']) {
    await page.goto(`/office/${list}`);
    await page.locator('table.rows td.first a').first().click();
    await sound(page);
  }
});
