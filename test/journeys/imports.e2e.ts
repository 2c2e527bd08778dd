import type { Page } from '@playwright/test';
import { officeRow, officeWorksheet } from '../makers/worksheets.ts';
import { expect, sound, test } from './fixture.ts';
import { origin } from './place.ts';

let made = 0;
/** A word that no other test uses, of letters only: the register corrects words, not digits. */
const unique = () => `${process.pid}x${Date.now().toString(36)}${++made}`;
const none = { 16: null, 17: null, 18: null, 19: null, 20: null };

async function upload(page: Page, name: string, bytes: Uint8Array) {
  await page.goto('/office/imports');
  await page
    .getByLabel('Tệp bảng tính')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  await page.getByRole('button', { name: 'Tải lên và đọc' }).click();
}

for (const script of [true, false]) {
  test.describe(script ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: script });

    test('a worksheet with errors is imported, mended and undone; the same file twice adds nothing', async ({
      page,
      as,
      browser,
    }) => {
      const word = unique();
      const [first, second] = [`Mật ${word}`, `Sáp ${word}`];
      const file = await officeWorksheet([
        officeRow({ 1: first, 4: `HTX ${word}`, 2: 'Thực phẩm', ...none }),
        officeRow({ 1: second, 4: `HTX ${word}`, 2: 'Thực phẩm', 12: '31/2/2022', 13: null, ...none }),
        officeRow({ 1: `Mắm ${word}`, 4: `HTX ${word}`, 5: 'đặc khu Vân Đồn', 2: '9', ...none }),
      ]);
      await as('can-bo-xa');
      await upload(page, `${word}.xlsx`, file);
      // The page reads the progress again by itself.
      await expect(page.getByRole('link', { name: /dòng cần sửa/ })).toContainText('3');
      await expect(page.getByRole('button', { name: 'Ghi vào sổ' })).toHaveCount(0);
      if (script) await sound(page);
      const row = (no: number) => page.locator(`#line-${no}`);
      await expect(row(7)).toContainText('nằm ngoài địa bàn bạn phụ trách');
      await row(5).getByLabel('Bộ (nhóm) sản phẩm').selectOption('4');
      await row(5).getByRole('button', { name: 'Lưu dòng này' }).click();
      await expect(page.getByRole('status').first()).toHaveText('Đã đọc lại 2 dòng.');
      await row(6).getByLabel('Lần 1: ngày quyết định').fill('28/02/2022');
      await row(6).getByRole('button', { name: 'Lưu dòng này' }).click();
      await row(7).getByLabel('Bỏ qua dòng này').check();
      await row(7).getByRole('button', { name: 'Lưu dòng này' }).click();
      await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
      await expect(page.getByRole('status').first()).toContainText('Thêm 1 chủ thể, 2 sản phẩm, 2 kết quả công nhận.');
      if (script) await sound(page);
      const done = page.url();

      const stranger = await browser.newPage({ baseURL: origin });
      await stranger.goto(`/products?q=${encodeURIComponent(first)}`);
      await expect(stranger.getByRole('link', { name: first })).toBeVisible();

      await upload(page, `${word}-2.xlsx`, await officeWorksheet([officeRow({ 1: first, 4: `HTX ${word}`, ...none })]));
      await expect(page.getByRole('link', { name: /dòng đã có trong sổ/ })).toContainText('1');
      await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
      await expect(page.getByRole('status').first()).toContainText(
        'Thêm 0 chủ thể, 0 sản phẩm, 0 kết quả công nhận. 1 dòng đã có trong sổ',
      );

      await page.goto(done);
      await page.getByRole('button', { name: 'Hoàn tác lần nhập này' }).click();
      await expect(page.getByRole('heading', { level: 2 })).toContainText('Đã hoàn tác');
      await stranger.goto(`/products?q=${encodeURIComponent(first)}&again=1`);
      await expect(stranger.getByRole('link', { name: first })).toHaveCount(0);
      await stranger.close();
    });

    test('a file that is no worksheet is refused with its reason, columns are told by hand', async ({ page, as }) => {
      await as('can-bo-xa');
      await page.goto('/office/imports');
      await page.getByRole('button', { name: 'Tải lên và đọc' }).click();
      await expect(page.locator('#file-error')).toHaveText('Chọn một tệp bảng tính.');
      await upload(page, 'don.xlsx', Buffer.from('%PDF-1.7'));
      await expect(page.getByRole('alert')).toHaveText('Nội dung tệp không phải bảng tính XLSX hoặc CSV.');
      const word = unique();
      await upload(
        page,
        `${word}.csv`,
        Buffer.from(`A ${word};B;C;D\nHTX ${word};Ruốc ${word};Ba Chẽ;8\nHTX ${word};Mắm ${word};Ba Chẽ;9\n`),
      );
      await page.getByRole('link', { name: 'Chọn lại cột' }).click();
      if (script) await sound(page);
      await page.getByLabel('Tên sản phẩm').selectOption({ label: 'B. B' });
      await page.getByRole('button', { name: 'Đọc lại tệp' }).click();
      await expect(page.getByText('Chưa nhập nội dung này.').first()).toBeVisible();
      await page.locator('[name="mapping.producer"]').selectOption({ index: 1 });
      await page.getByLabel('Xã, phường, đặc khu').selectOption({ index: 3 });
      await page.getByLabel('Bộ (nhóm) sản phẩm').selectOption({ index: 4 });
      await page.getByRole('button', { name: 'Đọc lại tệp' }).click();
      await expect(page.getByRole('link', { name: /dòng sẽ ghi/ })).toContainText('2');
      await page.getByRole('button', { name: 'Hủy lần nhập này' }).click();
      await expect(page.getByRole('heading', { level: 2 })).toContainText('Đã hủy');
      if (script) {
        await page.goto('/office/imports');
        await sound(page);
      }
    });
  });
}
