import { readFileSync } from 'node:fs';
import { expect, sound, test } from './fixture.ts';
import { origin } from './place.ts';

let made = 0;
const unique = () => `${process.pid}-${Date.now().toString(36)}-${++made}`;
const sample = 'data/demo/sample-paper.pdf';
const acting = Buffer.from('%PDF-1.7\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (1) >> >>\nendobj\n%%EOF');

for (const scripted of [true, false]) {
  test.describe(scripted ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: scripted });

    test('an officer adds a paper with its file, checks it, corrects it and takes it back', async ({ page, as }) => {
      const number = `${unique()}/ATTP`;
      await as('can-bo-xa');
      await page.goto('/office/papers');
      if (scripted) await sound(page);
      await page.getByRole('link', { name: 'Thêm giấy tờ' }).click();
      await page.getByRole('link', { name: 'Suối Ngàn' }).click();
      if (scripted) await sound(page);

      // What is wrong with the file is told beside it, and nothing typed is lost.
      await page.getByLabel('Loại giấy tờ').selectOption('food_safety');
      await page.getByLabel('Số', { exact: true }).fill(number);
      await page.getByLabel('Ngày cấp').fill('2026-01-15');
      await page.getByLabel('Trà hoa vàng Suối Ngàn').check();
      await page
        .getByLabel('Tệp', { exact: true })
        .setInputFiles({ name: 'giay.pdf', mimeType: 'application/pdf', buffer: acting });
      if (!scripted) await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.locator('#file-error')).toContainText('có chứa đoạn chương trình');
      await expect(page.getByLabel('Số', { exact: true })).toHaveValue(number);
      await expect(page.getByLabel('Trà hoa vàng Suối Ngàn')).toBeChecked();

      await page.getByLabel('Tệp', { exact: true }).setInputFiles(sample);
      await page.getByLabel('Ngày hết hạn in trên giấy').fill('2026-01-01');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.locator('#printed_end-error')).toContainText('phải sau ngày cấp');
      await expect(page.getByText('Đã nhận tệp sample-paper.pdf.')).toBeVisible(); // it need not be chosen again
      await page.getByLabel('Ngày hết hạn in trên giấy').fill('');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');
      await expect(page.getByRole('main')).toContainText('Còn hạn đến 15/01/2029');
      await expect(page.getByRole('main')).toContainText('tính theo thời hạn mặc định');
      await expect(page.getByRole('main')).toContainText('Chưa kiểm tra');
      if (scripted) await sound(page);

      const address = await page.getByRole('link', { name: /Tải tệp sample-paper/ }).getAttribute('href');
      const file = await page.request.get(address!, { headers: { cookie: '' } });
      expect([file.status(), (await file.body()).equals(readFileSync(sample))]).toEqual([200, true]);
      expect((await page.request.get(address!.split('?')[0]!)).status()).toBe(404);

      await page.getByLabel('Chưa đúng', { exact: true }).check();
      await page.getByRole('button', { name: 'Kiểm tra' }).click();
      await expect(page.locator('#check-note-error')).toContainText('chưa đúng ở đâu');
      await page.getByLabel('Đúng', { exact: true }).check();
      await page.getByRole('button', { name: 'Kiểm tra' }).click();
      await expect(page.getByRole('main')).toContainText('Đã kiểm tra: đúng');

      await page.getByRole('link', { name: 'Sửa', exact: true }).click();
      await page.getByLabel('Ngày hết hạn in trên giấy').fill('2026-12-01');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.getByRole('main')).toContainText('Sắp hết hạn: 01/12/2026');
      await page.goto(`/office/papers?state=expiring&q=${encodeURIComponent(number)}`);
      await expect(page.locator('table.rows tbody tr')).toHaveCount(1);
      await page.locator('table.rows tbody a').first().click();

      await page.getByText('Hủy giấy tờ nhập nhầm').first().click();
      await page.getByLabel('Lý do', { exact: true }).selectOption('twice');
      await page.getByRole('button', { name: 'Hủy giấy tờ nhập nhầm' }).click();
      await expect(page.getByRole('alert')).toContainText('Đánh dấu vào ô này');
      await page.getByLabel('Tôi đã kiểm tra').check();
      await page.getByRole('button', { name: 'Hủy giấy tờ nhập nhầm' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Suối Ngàn');
      await expect(page.locator('#papers')).not.toContainText(number);
    });
  });
}

test('an upload goes on by itself after the network dropped, and the form waits for it', async ({
  page,
  as,
  context,
}) => {
  await as('can-bo-xa');
  await page.goto('/office/papers/new');
  await page.getByRole('link', { name: 'Suối Ngàn' }).click();
  const bytes = Buffer.concat([readFileSync(sample), Buffer.alloc(3 * 1024 * 1024, '%')]);
  const number = unique();
  await page.getByLabel('Loại giấy tờ').selectOption('haccp');
  await page.getByLabel('Số', { exact: true }).fill(number);

  let pieces = 0;
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH' && ++pieces === 4) await context.setOffline(true);
    await route.continue();
  });
  await page
    .getByLabel('Tệp', { exact: true })
    .setInputFiles({ name: 'dài.pdf', mimeType: 'application/pdf', buffer: bytes });
  await expect(page.getByText('Mất kết nối')).toBeVisible();
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByText('Gửi tệp xong sẽ tự lưu')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');
  const address = await page.getByRole('link', { name: /Tải tệp dài/ }).getAttribute('href');
  expect((await (await page.request.get(address!)).body()).equals(bytes)).toBe(true);
  await page.unrouteAll();
});

test('what was typed and chosen before the script arrived counts', async ({ page, as }) => {
  await as('can-bo-xa');
  await page.goto('/office/papers?q=HACCP-77');
  const href = await page.locator('table.rows tbody a').first().getAttribute('href');
  let arrives = () => {};
  const script = new Promise<void>((go) => (arrives = go));
  await page.route('**/_app/**/*.js', async (route) => {
    await script;
    await route.continue();
  });
  await page.goto(`${href}/edit`, { waitUntil: 'commit' });
  await page.getByLabel('Số', { exact: true }).fill('HACCP-78');
  await page.getByLabel('Loại giấy tờ').selectOption('gmp');
  await page.getByLabel('Tôi đã đối chiếu').check();
  await page.getByLabel('Thay tệp khác').setInputFiles(sample);
  arrives();
  await expect(page.getByText('Đã nhận tệp sample-paper.pdf.')).toBeVisible();
  await expect(page.getByLabel('Số', { exact: true })).toHaveValue('HACCP-78');
  await expect(page.getByLabel('Loại giấy tờ')).toHaveValue('gmp');
  await expect(page.getByLabel('Tôi đã đối chiếu')).toBeChecked();
  await page.unrouteAll();
});

test('types of paper are an administrator’s to change; a paper elsewhere is not there', async ({
  page,
  as,
  browser,
}) => {
  await as('can-bo-xa');
  await page.goto('/office/papers/types');
  await expect(page.getByRole('main')).toContainText('36 tháng');
  await expect(page.getByRole('link', { name: 'Thêm loại giấy tờ' })).toHaveCount(0);
  expect((await page.goto('/office/papers/types/new'))?.status()).toBe(403);

  await as('quan-tri');
  await page.goto('/office/papers?q=ISO-2210');
  const href = await page.locator('table.rows tbody a').first().getAttribute('href');
  await page.goto('/office/papers/types');
  // Two screens run at once, and each has a type of its own.
  const type = test.info().project.name === 'phone' ? 'Phiếu kết quả kiểm nghiệm' : 'Giấy tờ khác';
  await page.getByRole('link', { name: type }).click();
  await page.getByLabel('Báo trước (ngày)').fill('nhiều');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.locator('#lead_days-error')).toContainText('Chỉ nhập số');
  await page.getByLabel('Báo trước (ngày)').fill('30');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');
  await sound(page);

  await as('can-bo-xa');
  expect((await page.goto(href!))?.status()).toBe(404);
  const stranger = await browser.newPage({ baseURL: origin });
  await stranger.goto(href!);
  await expect(stranger).toHaveURL(/\/sign-in/);
  await stranger.close();
});
