import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, sound, test } from './fixture.ts';
import { data, origin } from './place.ts';

const run = promisify(execFile);
const cli = (place: string, ...words: string[]) =>
  run('node', ['src/cli.ts', ...words], { env: { ...process.env, DATA_DIR: place, LOG_LEVEL: 'error' } });

const login = () => `${process.pid}x${Date.now().toString(36)}@ocop.example`;

for (const script of [true, false]) {
  test.describe(script ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: script });

    test('a person sees what is held, asks to be forgotten, and is; the log still verifies', async ({
      page,
      as,
      browser,
    }) => {
      const email = login();
      const name = `Người cần quên ${email.split('@')[0]}`;
      await as('quan-tri');
      await page.goto('/office/people/new');
      await page.getByLabel('Họ và tên').fill(name);
      await page.getByLabel('Số điện thoại hoặc thư điện tử').fill(email);
      await page.getByRole('button', { name: 'Mở tài khoản' }).click();
      const link = await page.locator('code').innerText();

      const context = await browser.newContext({ javaScriptEnabled: script, baseURL: origin });
      const person = await context.newPage();
      await person.goto(link);
      await person.getByLabel('Mật khẩu').fill('một câu dài dễ nhớ');
      await person.getByRole('button', { name: 'Lưu mật khẩu' }).click();
      await person.goto('/account/data');
      await person.getByLabel('Số điện thoại hoặc thư điện tử').fill(email);
      await person.getByLabel('Mật khẩu').fill('một câu dài dễ nhớ');
      await person.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
      await person.waitForURL('**/account/data');
      if (script) await sound(person);

      await person.getByRole('button', { name: 'Xem ngay' }).click();
      await expect(person.getByRole('main')).toContainText(email);
      await person.getByRole('button', { name: /Đồng ý.*Nhận tin/ }).click();
      await expect(person.getByRole('main')).toContainText('Đã đồng ý từ');
      const [copy] = await Promise.all([
        person.waitForEvent('download'),
        person.getByRole('button', { name: 'Tải bản sao' }).click(),
      ]);
      expect(copy.suggestedFilename()).toMatch(/^openocop-.*\.json$/);

      await person.getByLabel(/^Yêu cầu/).selectOption('correct');
      await person.getByRole('button', { name: 'Gửi yêu cầu' }).click();
      await expect(person.locator('#wish-error')).toContainText('Chưa nhập');
      await person.getByLabel(/^Yêu cầu/).selectOption('erase');
      await person.getByLabel('Nội dung yêu cầu').fill(`Xin xóa ${name}`);
      await person.getByRole('button', { name: 'Gửi yêu cầu' }).click();
      await expect(person.getByRole('main')).toContainText('Chờ trả lời');
      await expect(person.getByRole('main')).toContainText('Trả lời trước hết ngày');
      if (script) await sound(person);

      // The desk: the queue tells no name, the request does, and its reading is logged.
      await page.goto('/office/data-desk?kind=erase');
      await expect(page.getByRole('main')).not.toContainText(name);
      if (script) await sound(page);
      for (const row of await page.locator('td.first a').all()) {
        const address = await row.getAttribute('href');
        const text = await (await page.request.get(address!)).text();
        if (!text.includes(name)) continue;
        await page.goto(address!);
        break;
      }
      await expect(page.getByRole('main')).toContainText(`Xin xóa ${name}`);
      await page.getByLabel('Trả lời yêu cầu').selectOption('refused');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.locator('#ground-error')).toContainText('Chưa nhập');
      await page.getByLabel('Trả lời yêu cầu').selectOption('accepted');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await page.getByRole('button', { name: 'Xóa dữ liệu của người này' }).click();
      await expect(page.getByRole('alert')).toContainText('Đánh dấu vào ô này');
      await page.getByLabel(/Tôi đã kiểm tra/).check();
      if (script) await sound(page);
      await page.getByRole('button', { name: 'Xóa dữ liệu của người này' }).click();
      await expect(page.getByText('Đã xóa. Những gì được giữ lại:')).toBeVisible();
      await expect(page.getByRole('main')).not.toContainText(name);

      await person.goto('/account/data');
      await expect(person).toHaveURL(/\/sign-in/);
      await context.close();
      await page.goto(`/office/people?q=${encodeURIComponent(name)}&closed=on`);
      await expect(page.getByText('Không có người dùng nào phù hợp')).toBeVisible();
      const { stdout } = await cli(data, 'verify-log');
      expect(stdout).toContain('The log is as it was sealed');
    });
  });
}

test('an officer enters a request from the counter; holidays and periods are set', async ({ page, as }) => {
  await as('can-bo-xa');
  await page.goto('/office/data-desk/new');
  await page.getByLabel('Họ và tên người yêu cầu').fill('Bàn Thị Thử');
  await page.getByLabel('Yêu cầu', { exact: false }).first().selectOption('held');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('alert')).toContainText('Đánh dấu vào ô này');
  await expect(page.getByLabel('Họ và tên người yêu cầu')).toHaveValue('Bàn Thị Thử');
  await sound(page);
  await page.getByLabel(/Tôi đã đối chiếu/).check();
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByText('cán bộ OCOP tỉnh trả lời và thực hiện')).toBeVisible();
  await sound(page);
  expect((await page.goto('/office/data-desk/settings'))?.status()).toBe(403);

  await as('can-bo-tinh');
  await page.goto('/office/grading/calendar?year=2199');
  await page.locator('#day').fill('2199-01-01');
  await page.getByLabel('Tên ngày nghỉ, ngày làm bù').fill('Tết Dương lịch');
  await page.getByRole('button', { name: 'Thêm ngày' }).click();
  await expect(page.getByRole('main')).toContainText('Tết Dương lịch');
  await sound(page);
});

test('a noted checkpoint is compared', async ({ page, request }) => {
  await expect
    .poll(async () => ((await (await request.get('/api/v1/log/checkpoint')).json()) as { newest: unknown }).newest, {
      timeout: 80_000,
      intervals: [1000],
    })
    .not.toBeNull();
  await page.goto('/log-checkpoint');
  const [seq, hash] = await page.locator('dd').allInnerTexts();
  await page.getByLabel(/^Số niêm phong/).fill(seq!);
  await page.getByLabel(/^Mã băm/).fill(hash!);
  await page.getByRole('button', { name: 'Đối chiếu' }).click();
  await expect(page.getByRole('status')).toContainText('Khớp.');
  await page.getByLabel(/^Mã băm/).fill('0'.repeat(64));
  await page.getByRole('button', { name: 'Đối chiếu' }).click();
  await expect(page.getByRole('status')).toContainText('Không khớp.');
  await sound(page);
});

test('a backup of the running server, brought back elsewhere, is the same register', async ({ request }, info) => {
  const [file, back] = [`var/journeys-${info.project.name}.backup`, `var/journeys-back-${info.project.name}`];
  for (const path of [file, back]) rmSync(path, { recursive: true, force: true });
  await cli(data, 'backup', file);
  expect((await cli(back, 'restore', file)).stdout).toContain('is back');
  expect((await cli(back, 'verify-log')).stdout).toContain('The log is as it was sealed');
  await expect(cli(back, 'restore', file)).rejects.toThrow('This database is in use');
  expect((await request.get('/api/health')).ok()).toBe(true);
  for (const path of [file, back]) rmSync(path, { recursive: true, force: true });
});
