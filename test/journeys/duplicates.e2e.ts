import type { Page } from '@playwright/test';
import { expect, sound, test } from './fixture.ts';

const unique = () => `${process.pid} ${Date.now().toString(36)}`;

async function enter(page: Page, name: string) {
  await page.goto('/office/producers/new');
  await page.getByLabel('Loại hình chủ thể').selectOption('cooperative');
  await page.getByLabel('Tên', { exact: false }).first().fill(name);
  await page.getByLabel('Xã, phường, đặc khu').fill('Ba Chẽ');
  await page.getByRole('button', { name: 'Lưu' }).click();
}

const idIn = (address: string) => /producers\/([0-9a-f-]{36})/.exec(address)![1]!;

test('a duplicate is told before it is saved, merged, its old address leads on, and the merge is undone', async ({
  page,
  as,
  playwright,
}) => {
  const word = unique();
  await as('can-bo-tinh');
  await enter(page, `Hợp tác xã Sim ${word}`);
  await page.waitForURL(/done=saved/);
  const kept = idIn(page.url());

  // A hint, no bar: it is told what is there already, and saved all the same by pressing once more.
  await enter(page, `HTX Sim ${word}`);
  await expect(page.getByRole('alert')).toContainText('Có thể đã có trong sổ');
  await expect(page.getByRole('link', { name: `Hợp tác xã Sim ${word}` })).toBeVisible();
  await sound(page);
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.waitForURL(/done=saved/);
  const merged = idIn(page.url());
  await page.locator('#confirm').getByLabel('Tình trạng').selectOption('yes');
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await expect(page.getByText('Còn sản xuất, xác nhận ngày')).toBeVisible();

  await page.goto('/office/duplicates');
  await expect(page.getByRole('link', { name: 'Hộ kinh doanh Dược liệu Suối Ngang', exact: true })).toBeVisible();
  await sound(page);
  await page.goto(`/office/producers/${merged}`);
  await page.getByRole('link', { name: 'So sánh' }).click();
  await sound(page);
  await page.getByRole('link', { name: `Giữ lại “Hợp tác xã Sim ${word}”` }).click();
  await expect(page.getByRole('main')).toContainText(
    `Mọi thứ của “HTX Sim ${word}” chuyển sang “Hợp tác xã Sim ${word}”`,
  );
  await page.getByRole('button', { name: 'Gộp', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Xem bảng so sánh rồi đánh dấu');
  await page.getByLabel('Lý do').first().fill('Một giấy đăng ký, nhập hai lần');
  await page.getByLabel('Tôi đã xem bảng trên').check();
  await page.getByRole('button', { name: 'Gộp', exact: true }).click();
  await page.waitForURL(new RegExp(`/office/producers/${kept}\\?done=saved`));
  await expect(page.getByText('Còn sản xuất, xác nhận ngày')).toBeVisible();

  const stranger = await playwright.request.newContext({ baseURL: new URL(page.url()).origin });
  const old = await stranger.get(`/producers/${merged}`, { maxRedirects: 0 });
  expect([old.status(), old.headers().location]).toEqual([301, `/producers/${kept}`]);
  expect((await stranger.get(`/en/producers/${merged}`, { maxRedirects: 0 })).headers().location).toBe(
    `/en/producers/${kept}`,
  );
  const told = await stranger.get(`/api/v1/producers/${merged}`, { maxRedirects: 0 });
  expect([told.status(), await told.json()]).toMatchObject([301, { code: 'moved', id: kept }]);
  expect((await (await stranger.get(`/api/v1/producers?q=Sim ${word}`)).json()).total).toBe(1);

  await page.getByRole('link', { name: 'Xem lần gộp' }).click();
  await sound(page);
  await page.getByLabel('Lý do hoàn tác').fill('Hai hợp tác xã khác nhau');
  await page.getByRole('button', { name: 'Hoàn tác lần gộp' }).click();
  await expect(page.getByRole('main')).toContainText('Đã hoàn tác');
  expect((await stranger.get(`/producers/${merged}`, { maxRedirects: 0 })).status()).toBe(200);
  await stranger.dispose();

  await page.goto(`/office/duplicates/producer/${kept}/${merged}`);
  await page.getByLabel('Lý do').last().fill('Hai hợp tác xã khác nhau');
  await page.getByRole('button', { name: 'Không phải là một' }).click();
  await page.waitForURL(/\/office\/duplicates\?done=saved/);
  await page.goto(`/office/producers/${merged}`);
  await expect(page.getByText('Có thể đã có trong sổ')).toHaveCount(0);
});
