import { expect, sound, test } from './fixture.ts';
import { origin as baseURL } from './place.ts';

test('an officer enters a fact on a household’s behalf and prints the sheet; the household confirms one by code and calls another wrong', async ({
  page,
  as,
  browser,
  sessionOf,
}) => {
  await as('can-bo-xa');
  await page.goto('/office/producers?q=Suoi+Ngan');
  await page.getByRole('link', { name: 'Hợp tác xã Dược liệu Suối Ngàn', exact: true }).click();
  await page.getByRole('link', { name: 'Khai thay' }).click();
  await sound(page);
  const desk = page.url();
  const enter = async (course: string) => {
    await page.goto(desk);
    await page.locator('#training').getByRole('link', { name: 'Thêm' }).first().click();
    await page.getByRole('button', { name: 'Ghi lời khai thay' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await page.getByLabel('Nội dung tập huấn').fill(course);
    await page.getByLabel('Số người quản lý').fill('1');
    await page.getByLabel('Số người khác').fill('2');
    await sound(page);
    await page.getByRole('button', { name: 'Ghi lời khai thay' }).click();
    await expect(page.locator('.notice.good')).toBeVisible();
  };
  await enter('Đóng gói');
  await enter('Bán hàng');
  await expect(page.getByText('Chờ chủ thể xác nhận')).toHaveCount(3); // one of them the demo’s
  await sound(page);
  await page.getByRole('link', { name: 'Mở phiếu để in' }).click();
  await sound(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Đóng gói', { exact: true })).toBeVisible();
  await expect(page.getByRole('navigation').first()).toBeHidden();
  await page.emulateMedia({ media: 'screen' });

  // The household's phone, without a script.
  const context = await browser.newContext({
    baseURL,
    javaScriptEnabled: false,
    storageState: await sessionOf('chu-the'),
  });
  const own = await context.newPage();
  await own.goto('/workspace');
  await own.getByRole('link', { name: 'Cán bộ đã khai thay 3 nội dung' }).click();
  const wrong = own.locator('section.card', { hasText: 'Bán hàng' });
  await wrong.locator('summary').click();
  await wrong.getByRole('button', { name: 'Báo chưa đúng' }).click();
  await expect(wrong.locator('.err')).toBeVisible();
  await wrong.getByLabel('Chưa đúng ở chỗ nào?').fill('Tôi chưa học lớp này');
  await wrong.getByRole('button', { name: 'Báo chưa đúng' }).click();
  await expect(own.getByText('Bán hàng')).toHaveCount(0);
  await own.getByRole('button', { name: 'Lấy mã đọc cho cán bộ' }).first().click();
  const code = await own.locator('.bigcode').innerText();
  await context.close();

  await page.goto(desk);
  await expect(page.getByText('Chủ thể nói: Tôi chưa học lớp này')).toBeVisible();
  await page.getByLabel('Mã chủ thể đọc').fill('AAA-AAA');
  await page.getByRole('button', { name: 'Xác nhận bằng mã' }).click();
  await expect(page.locator('#code-error')).toBeVisible();
  await page.getByLabel('Mã chủ thể đọc').fill(code);
  await page.getByRole('button', { name: 'Xác nhận bằng mã' }).click();
  await expect(page.getByText('Chủ thể đã xác nhận bằng mã đọc tại quầy', { exact: true })).toHaveCount(2);
  await page.goto('/office/behalf');
  await expect(page.getByText('Chủ thể nói chưa đúng')).toBeVisible();
  await sound(page);
  // Set right, it waits for the household anew, and what it called wrong is over.
  await page.getByRole('link', { name: 'Tập huấn đã tham gia' }).click();
  await page.getByRole('link', { name: 'Mở để sửa' }).click();
  await sound(page);
  await page.getByLabel('Nội dung tập huấn').fill('Bán hàng trực tuyến');
  await page.getByRole('button', { name: 'Ghi lời khai thay' }).first().click();
  await expect(page.getByText('Chờ chủ thể xác nhận')).toBeVisible();
  await expect
    .poll(async () => {
      await page.goto('/office/behalf');
      return page.locator('td.first').allInnerTexts();
    })
    .toEqual([expect.stringContaining('Chờ chủ thể xác nhận')]);
  await as('chu-the');
  await page.goto('/workspace/behalf');
  await sound(page);
});
