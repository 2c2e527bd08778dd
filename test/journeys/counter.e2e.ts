import { expect, sound, test } from './fixture.ts';
import { origin as baseURL } from './place.ts';

const sentence = 'một câu dài dễ nhớ';

/** A phone number that no other test uses. */
let made = 0;
const unique = () => `09${String(Date.now() + ++made).slice(-5)}${String(process.pid).padStart(3, '0').slice(-3)}`;

for (const script of [true, false]) {
  test.describe(script ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: script });

    test('a household without e-mail gets an account at the counter, a role, and a new password when it is forgotten', async ({
      page,
      as,
      browser,
    }) => {
      const phone = unique();
      await as('can-bo-xa');
      await page.goto('/office/counter');
      if (script) await sound(page);
      await page.getByLabel('Số điện thoại của người đến').fill('12345');
      await page.getByRole('button', { name: 'Tìm' }).click();
      await expect(page.locator('#phone-error')).toHaveText('Nhập số điện thoại di động (10 chữ số).');
      await expect(page.getByLabel('Số điện thoại của người đến')).toHaveValue('12345');
      await page.getByLabel('Số điện thoại của người đến').fill(phone);
      await page.getByRole('button', { name: 'Tìm' }).click();
      await expect(page.getByRole('status')).toContainText('Chưa có tài khoản');
      await page.getByRole('button', { name: 'Mở tài khoản và cấp mã' }).click();
      await expect(page.locator('#name-error')).toHaveText('Chưa nhập nội dung này.');
      if (script) await sound(page);
      await page.getByLabel('Họ và tên').fill('Chị Ba (thử)');
      await page.getByRole('button', { name: 'Mở tài khoản và cấp mã' }).click();
      const code = await page.locator('.bigcode code').innerText();
      expect(code).toMatch(/^[3-9A-Y]{4}-[3-9A-Y]{4}$/);
      if (script) await sound(page);

      const context = await browser.newContext({ baseURL, javaScriptEnabled: script });
      const own = await context.newPage();
      const setPassword = async (typed: string, password: string) => {
        await own.goto('/sign-in');
        await own.getByRole('link', { name: 'Đặt mật khẩu bằng mã' }).click();
        await own.getByLabel('Số điện thoại').fill(phone);
        await own.getByLabel('Mã trên phiếu').fill(typed);
        await own.getByLabel('Mật khẩu mới').fill(password);
        await own.getByRole('button', { name: 'Lưu mật khẩu' }).click();
      };
      await setPassword('AAAA-AAAA', sentence);
      await expect(own.locator('#code-error')).toContainText('mã không đúng');
      await expect(own.getByLabel('Số điện thoại')).toHaveValue(phone);
      if (script) await sound(own);
      await setPassword(code.toLowerCase(), sentence);
      await expect(own.getByText('Đã lưu mật khẩu')).toBeVisible();
      await setPassword(code, sentence);
      await expect(own.locator('#code-error')).toBeVisible();

      // The officer gives the role of a producer of the own commune, and no other role.
      await page.getByRole('link', { name: 'Giao vai trò' }).click();
      await expect(page.locator('#role option')).toHaveText([
        'Chọn …',
        'Chủ thể – người đại diện',
        'Chủ thể – thành viên',
      ]);
      await page.locator('#role').selectOption('producer_owner');
      await page.getByRole('button', { name: 'Tiếp tục' }).click();
      const producers = page.locator('#organisation');
      await producers.selectOption({ index: 1 });
      await page.locator('#grant').getByRole('button', { name: 'Giao vai trò' }).click();
      await expect(page.getByRole('main')).toContainText('Chủ thể – người đại diện');
      if (script) await sound(page);

      await page.goto('/office/counter');
      await page.getByLabel('Số điện thoại của người đến').fill(phone);
      await page.getByRole('button', { name: 'Tìm' }).click();
      await expect(page.getByRole('heading', { name: 'Chị Ba (thử)' })).toBeVisible();
      await page.getByRole('button', { name: 'Cấp mã tại quầy' }).click();
      await setPassword(await page.locator('.bigcode code').innerText(), 'một câu dài khác hẳn');
      await own.getByRole('link', { name: 'Đăng nhập' }).last().click();
      await own.getByLabel('Số điện thoại hoặc thư điện tử').fill(phone);
      await own.getByLabel('Mật khẩu').fill('một câu dài khác hẳn');
      await own.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
      await expect(own).toHaveURL(/\/workspace$/);
      await context.close();
    });

    test('an invitation opens an account with its role, once', async ({ page, as, browser }) => {
      const phone = unique();
      await as('can-bo-tinh');
      await page.goto('/office/people/invitations');
      if (script) await sound(page);
      await page.getByRole('link', { name: 'Mời nhận vai trò' }).click();
      await page.getByLabel('Vai trò').selectOption('commune_officer');
      await page.getByRole('button', { name: 'Tiếp tục' }).click();
      await page.getByLabel('Xã, phường, đặc khu').selectOption({ index: 3 });
      await page.getByRole('button', { name: 'Tạo lời mời' }).click();
      await expect(page.locator('#login-error')).toBeVisible();
      if (script) await sound(page);
      await page.getByLabel('Số điện thoại hoặc thư điện tử').fill(phone);
      await page.getByRole('button', { name: 'Tạo lời mời' }).click();
      const link = await page.locator('.card code').innerText();

      const context = await browser.newContext({ baseURL, javaScriptEnabled: script });
      const own = await context.newPage();
      await own.goto(link);
      await expect(own.getByRole('main')).toContainText('Cán bộ xã');
      if (script) await sound(own);
      await own.getByLabel('Họ và tên').fill('Anh Tư (thử)');
      await own.getByLabel('Mật khẩu mới').fill(sentence);
      await own.getByRole('button', { name: 'Nhận vai trò' }).click();
      await expect(own.getByRole('status')).toHaveText('Đã nhận vai trò.');
      await own.goto(link);
      await expect(own.getByRole('alert')).toContainText('đã được nhận');
      await own.goto('/sign-in');
      await own.getByLabel('Số điện thoại hoặc thư điện tử').fill(phone);
      await own.getByLabel('Mật khẩu').fill(sentence);
      await own.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
      await expect(own).toHaveURL(/\/office$/);
      await context.close();
    });
  });
}

test('an officer at the counter learns nothing of a person of a higher rank, and cannot reset them', async ({
  page,
  as,
}) => {
  const phone = unique();
  await as('quan-tri');
  await page.goto('/office/people/new');
  await page.getByLabel('Họ và tên').fill('Bà Tám (thử)');
  await page.getByLabel('Số điện thoại hoặc thư điện tử').fill(phone);
  await page.getByRole('button', { name: 'Mở tài khoản' }).click();
  await page.getByRole('link', { name: 'Giao vai trò' }).click();
  await page.getByLabel('Vai trò').selectOption('auditor');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByLabel('Đến ngày').fill('2030-12-31');
  await page.locator('#grant').getByRole('button', { name: 'Giao vai trò' }).click();
  const person = page.url().split('/').at(-1)!.split('?')[0]!;

  await as('can-bo-xa');
  await page.goto('/office/counter');
  await page.getByLabel('Số điện thoại của người đến').fill(phone);
  await page.getByRole('button', { name: 'Tìm' }).click();
  await expect(page.getByRole('status')).toContainText('thuộc địa bàn khác hoặc có vai trò ngang cấp');
  await expect(page.getByRole('main')).not.toContainText('Bà Tám');
  expect((await page.goto(`/office/people/${person}`))?.status()).toBe(404);
  const headers = { origin: baseURL, accept: 'text/html' };
  const forged = await page.request.post('/office/counter?/reset', { form: { person }, headers });
  expect(await forged.text()).not.toContain('bigcode');
});
