import { expect, sound, test } from './fixture.ts';
import { port } from './place.ts';

const unique = () => `${process.pid}x${Date.now().toString(36)}`;

test('an official enters something of a producer; its owner is told, opens it, and it is read; the outbox shows the mail', async ({
  page,
  as,
}) => {
  const name = `Chè báo tin ${unique()}`;
  await as('can-bo-xa');
  await page.goto('/office/producers?q=Suối Ngàn');
  await page.getByRole('main').getByRole('link', { name: 'Hợp tác xã Dược liệu Suối Ngàn' }).first().click();
  await page.getByRole('link', { name: 'Thêm sản phẩm' }).click();
  await page.getByLabel('Tên sản phẩm').fill(name);
  await page.getByLabel('Bộ sản phẩm').selectOption('11');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  const product = page.url().split('?')[0]!.split('/').at(-1)!;

  await as('chu-the');
  const entry = page.getByRole('listitem').filter({ hasText: `Cán bộ đã cập nhật thông tin của ${name}.` });
  await expect(async () => {
    await page.goto('/account/notices');
    await expect(entry).toBeVisible({ timeout: 500 });
  }).toPass(); // the queue tells it a moment later
  await sound(page);
  await expect(entry).toContainText('Mới');
  await entry.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/workspace/products/${product}$`));
  await page.goto('/account/notices');
  await expect(entry).not.toContainText('Mới');
  await page.getByRole('button', { name: 'Đánh dấu tất cả là đã đọc' }).click();
  await expect(page.getByRole('button', { name: 'Đánh dấu tất cả là đã đọc' })).toHaveCount(0);

  await as('quan-tri');
  await page.goto('/office/settings');
  await sound(page);
  await page.getByRole('link', { name: 'Hộp thư đi' }).click();
  await sound(page);
  const mail = page
    .getByRole('article')
    .filter({ hasText: 'Cán bộ đã cập nhật thông tin' })
    .filter({ hasText: 'chu-the@' })
    .filter({ hasText: `/workspace/products/${product}` })
    .first(); // the newest: other journeys enter things of this product, too
  await expect(mail).toContainText('Giữ lại, không gửi');
  await mail.getByText('Xem nội dung').click();
  await expect(mail).toContainText(`http://localhost:${port}/workspace/products/${product}`);

  // A setting: said, then what was said before stands below it.
  await page.goto('/office/settings');
  await page.getByRole('textbox', { name: 'Số ngày báo trước' }).fill('400');
  await page.getByRole('button', { name: 'Lưu: Số ngày báo trước' }).click();
  await expect(page.locator('#notice_days-error')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Số ngày báo trước' })).toHaveValue('400');
  await page.getByRole('textbox', { name: 'Số ngày báo trước' }).fill('45');
  await page.getByRole('button', { name: 'Lưu: Số ngày báo trước' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');
  await page.getByText('Các lần thay đổi').last().click();
  await expect(page.getByText('Đặng Quản Trị (minh họa),')).toBeVisible();
});
