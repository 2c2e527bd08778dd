import { emptyPhoto, photoOf } from '../makers/photos.ts';
import { expect, sound, test } from './fixture.ts';
import { origin } from './place.ts';

type Listed = { items: { code: string | null; name: string; state: string }[] };

for (const script of [true, false]) {
  test.describe(script ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: script });

    test('a buyer searches without marks, filters and opens a product', async ({ page }) => {
      await page.goto('/');
      await page.getByRole('searchbox').first().fill('mat ong');
      await page.getByRole('main').getByRole('button', { name: 'Tìm' }).first().click();
      await expect(page).toHaveURL(/\/products\?q=mat\+ong/);
      await expect(page.getByRole('status')).toContainText('sản phẩm');
      const all = await page.getByRole('article').count();
      await page.getByText('Lọc', { exact: true }).first().click();
      await page.getByLabel('Tình trạng sao').selectOption('valid');
      await page.getByRole('button', { name: 'Lọc' }).click();
      const valid = page.getByRole('article');
      expect(await valid.count()).toBeLessThan(all);
      const name = await valid.first().getByRole('heading').innerText();
      await valid.first().getByRole('link').click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
      await expect(page.getByRole('img', { name: /sao/ }).first()).toBeVisible();
      await expect(page.getByRole('main')).toContainText('Còn hiệu lực đến');
    });

    test('a typo is mended and said; nothing found tells the next step', async ({ page }) => {
      await page.goto('/products?q=mat+onng');
      await expect(page.getByRole('main')).toContainText('mat ong');
      await page.goto('/products?q=khongcogi');
      await expect(page.getByRole('link', { name: 'Xem tất cả sản phẩm' })).toBeVisible();
    });

    test('a code is verified as typed, and one that is not known is not guessed', async ({ page, request }) => {
      const { items } = (await (await request.get('/api/v1/products?state=valid&limit=100')).json()) as Listed;
      const { code, name } = items.find((item) => item.code)!;
      await page.goto('/verify');
      await page.getByLabel('Mã cần xác minh').fill(` ${code!.replaceAll('-', ' - ')} `);
      await page.getByRole('main').getByRole('button', { name: 'Xác minh' }).click();
      await expect(page.getByRole('status')).toContainText('còn hiệu lực đến');
      await expect(page.getByRole('link', { name })).toBeVisible();
      if (script) await sound(page);

      await page.getByLabel('Mã cần xác minh').fill('22-00000-77-2026');
      await page.getByRole('main').getByRole('button', { name: 'Xác minh' }).click();
      await expect(page.getByRole('status')).toContainText('Không có mã này trong danh sách');

      await page.goto('/verify');
      await page.getByLabel('Mã cần xác minh').fill('２２-06946-01-2026');
      await page.getByRole('main').getByRole('button', { name: 'Xác minh' }).click();
      await expect(page.getByText('Mã không hợp lệ')).toBeVisible();
      await expect(page.getByLabel('Mã cần xác minh')).toHaveValue('２２-06946-01-2026');
    });

    test('a photo of a label opens the verification of its code; one without a code says so', async ({ page }) => {
      const read = async (buffer: Buffer) => {
        await page.goto('/verify');
        await page.getByLabel('chụp mã QR').setInputFiles({ name: 'anh.jpg', mimeType: 'image/jpeg', buffer });
        await page.getByRole('button', { name: 'Đọc mã trong ảnh' }).click();
      };
      await read(await photoOf('9520000000011', 'ean13'));
      await expect(page).toHaveURL(/\/verify\/9520000000011$/);
      await expect(page.getByRole('main')).toContainText('Trà hoa vàng');
      await read(await emptyPhoto());
      await expect(page.getByText('Không đọc được mã nào trong ảnh này')).toBeVisible();
    });
  });
}

test('whatever is printed of a demo says that it is one', async ({ page }) => {
  for (const path of ['/', '/products', '/figures', '/verify/22-99999-01-2026', '/try/QD26-12', '/en/products']) {
    await page.goto(path);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText('BẢN THỬ NGHIỆM').first()).toBeVisible();
    await page.emulateMedia({ media: 'screen' });
  }
});

test('the QR code of a product opens its verification', async ({ page, request }) => {
  const { items } = (await (await request.get('/api/v1/products?state=valid&limit=100')).json()) as Listed;
  const { code } = items.find((item) => item.code)!;
  await page.goto(`/products/${code}`);
  await expect(page.getByRole('img', { name: /Mã QR/ })).toBeVisible();
  await page.goto(`/verify?code=${encodeURIComponent(`${origin}/verify/${code}`)}`);
  await expect(page).toHaveURL(new RegExp(`/verify/${code}$`));
});

test('what others hang on an address changes nothing; signs alone are no words', async ({ page }) => {
  await page.goto('/products?source=register&fbclid=abc&utm_source=zalo&zarsrc=1');
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await page.getByRole('article').count()).toBeGreaterThan(3);
  await page.goto('/products?q=%25');
  await expect(page.getByRole('main')).toContainText('không có chữ cái hoặc chữ số');
});

test('every entry of the menu is within reach, and the one that is open is seen', async ({ page }) => {
  for (const path of ['/about', '/en/about']) {
    await page.goto(path);
    const links = page.getByRole('navigation').first().getByRole('link');
    for (const link of await links.all()) await expect(link).toBeInViewport({ ratio: 1 });
    await expect(page.locator('nav a[aria-current]')).toBeInViewport({ ratio: 1 });
  }
});
