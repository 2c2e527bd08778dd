import type { Browser, Page } from '@playwright/test';
import { codeAt, periodOf } from '#domain/identity/totp';
import { expect, sound, test } from './fixture.ts';
import { origin as baseURL } from './place.ts';

const sentence = 'một câu dài dễ nhớ';

/** A phone number that no other test uses. */
const unique = () => `09${String(Date.now()).slice(-5)}${String(process.pid).padStart(3, '0').slice(-3)}`;

/** The administrator opens an account; its holder sets the password by the link. */
async function opened(page: Page, browser: Browser, login: string) {
  await page.goto('/office/people/new');
  await page.getByLabel('Họ và tên').fill('Lê Thị Thử');
  await page.getByLabel('Số điện thoại hoặc thư điện tử').fill(login);
  await page.getByRole('button', { name: 'Mở tài khoản' }).click();
  const link = await page.locator('.card code').innerText();
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const own = await context.newPage();
  await own.goto(link);
  await own.getByLabel('Mật khẩu').fill(sentence);
  await own.getByRole('button', { name: 'Lưu mật khẩu' }).click();
  return own;
}

async function signIn(page: Page, login: string, password = sentence) {
  await page.goto('/sign-in');
  await page.getByLabel('Số điện thoại hoặc thư điện tử').fill(login);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
}

const signOut = (page: Page) => page.getByRole('button', { name: 'Đăng xuất' }).first().click();

test('the second step is set up by a code, asked for at each sign-in without JavaScript, and a recovery code stands in once', async ({
  page,
  as,
  browser,
}) => {
  const login = unique();
  await as('quan-tri');
  const own = await opened(page, browser, login);
  await signIn(own, login);
  await expect(own).toHaveURL(/\/account$/);
  await own.getByRole('link', { name: 'Thiết lập xác thực hai bước' }).click();
  await own.getByLabel('Mật khẩu hiện tại').fill(sentence);
  await own.getByRole('button', { name: 'Thiết lập xác thực hai bước' }).click();
  await expect(own.getByRole('img', { name: 'Mã QR' })).toBeVisible();
  const secret = (await own.locator('.steps code').innerText()).replaceAll(' ', '');
  await own.getByLabel('Mã xác thực').fill('000000');
  await own.getByRole('button', { name: 'Xác nhận' }).click();
  await expect(own.locator('#code-error')).toContainText('Mã không đúng');
  await own.getByLabel('Mã xác thực').fill(codeAt(secret, periodOf(new Date())));
  await own.getByRole('button', { name: 'Xác nhận' }).click();
  const codes = await own.locator('.handed code').allInnerTexts();
  expect(codes).toHaveLength(10);
  await signOut(own);

  await signIn(own, login);
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('Nhập mã xác thực');
  await own.goto('/account'); // the password alone opens nothing
  await expect(own).toHaveURL(/\/sign-in\?to=/);
  await own.goto('/sign-in/code?to=/account/second-step');
  const code = codeAt(secret, periodOf(new Date()) + 1);
  await own.getByLabel('Mã xác thực').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await own.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(own).toHaveURL(/\/account\/second-step$/);
  await signOut(own);

  await signIn(own, login);
  await own.getByLabel('Mã xác thực').fill(codes[0]!);
  await own.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
  await own.locator('a[href="/account/second-step"]').click();
  await expect(own.getByRole('main')).toContainText('Số mã dự phòng chưa dùng: 9.');
  await own.context().close();
});

test('somebody sees where they are signed in, ends a lost device, and changes the password', async ({
  page,
  as,
  browser,
}) => {
  const login = unique();
  await as('quan-tri');
  const lost = await opened(page, browser, login);
  await signIn(lost, login);
  await page.context().clearCookies();
  await signIn(page, login);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tài khoản');
  await expect(page.getByRole('listitem').filter({ hasText: 'Chrome · Linux' })).toHaveCount(2);
  await sound(page);
  await page.getByRole('listitem').getByRole('button', { name: 'Đăng xuất' }).click();
  await expect(page.getByRole('status')).toHaveText('Đã lưu.');
  await lost.goto('/account');
  await expect(lost).toHaveURL(/\/sign-in/);

  await page.getByLabel('Mật khẩu hiện tại').fill('không phải câu này');
  await page.getByLabel('Mật khẩu mới').fill('một câu dài khác hẳn');
  await page.getByRole('button', { name: 'Lưu mật khẩu' }).click();
  await expect(page.locator('#current-error')).toHaveText('Mật khẩu hiện tại không đúng.');
  await sound(page);
  await page.getByLabel('Mật khẩu hiện tại').fill(sentence);
  await page.getByLabel('Mật khẩu mới').fill('một câu dài khác hẳn');
  await page.getByRole('button', { name: 'Lưu mật khẩu' }).click();
  await expect(page.getByRole('status')).toHaveText('Đã lưu.');
  await lost.context().close();
});

test('the pages of the second step are sound', async ({ page, as, browser }) => {
  const login = unique();
  await as('quan-tri');
  await (await opened(page, browser, login)).context().close();
  await page.context().clearCookies();
  await signIn(page, login);
  await page.goto('/account/second-step');
  await sound(page);
  await page.getByLabel('Mật khẩu hiện tại').fill(sentence);
  await page.getByRole('button', { name: 'Thiết lập xác thực hai bước' }).click();
  await sound(page);
  await page
    .getByLabel('Mã xác thực')
    .fill(codeAt((await page.locator('.steps code').innerText()).replaceAll(' ', ''), periodOf(new Date())));
  await page.getByRole('button', { name: 'Xác nhận' }).click();
  await expect(page.getByRole('heading', { name: 'Mã dự phòng' })).toBeVisible();
  await sound(page);
  await page.goto('/account/second-step');
  await sound(page);
  await page.goto('/sign-in/code');
  await sound(page);
});

/** A device with a fingerprint reader, as Chromium plays it. */
async function withDevice(page: Page, isUserVerified = true) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified,
      automaticPresenceSimulation: true,
    },
  });
  return (verified: boolean) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: verified });
}

test('a passkey is added with the password, signs in by itself, and is removed', async ({ page, as, browser }) => {
  const login = unique();
  await as('quan-tri');
  await (await opened(page, browser, login)).context().close();
  await page.context().clearCookies();
  const verify = await withDevice(page);
  await signIn(page, login);
  await page.goto('/account/passkeys');
  await sound(page);
  await page.getByLabel('Tên gọi').fill('Máy thử');
  await page.getByLabel('Mật khẩu hiện tại').fill('không phải câu này');
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click();
  await expect(page.locator('#current-error')).toHaveText('Mật khẩu hiện tại không đúng.');
  await page.getByLabel('Mật khẩu hiện tại').fill(sentence);
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click();
  await expect(page.getByRole('status')).toHaveText('Đã thêm khóa truy cập.');
  await expect(page.getByRole('listitem').filter({ hasText: 'Máy thử' })).toBeVisible();
  await sound(page);
  await signOut(page);

  await page.goto('/sign-in?to=/account/second-step');
  await page.getByRole('link', { name: 'Đăng nhập bằng khóa truy cập' }).click();
  await sound(page);
  await verify(false); // the finger is not the owner's
  await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await verify(true);
  await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xác thực hai bước');
  await page.waitForLoadState();

  await page.goto('/account/passkeys');
  await page.getByRole('button', { name: 'Bỏ' }).click();
  await expect(page.getByRole('main')).toContainText('Chưa có khóa truy cập nào.');
  await signOut(page);
  await page.goto('/sign-in/passkey');
  await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click();
  await expect(page.getByRole('alert')).toContainText('không hợp lệ');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the page of passkeys says what to do instead', async ({ page }) => {
    await page.goto('/sign-in/passkey');
    await expect(page.getByRole('main')).toContainText('Hãy đăng nhập bằng mật khẩu');
    await page.getByRole('main').getByRole('link', { name: 'Đăng nhập bằng mật khẩu' }).click();
    await expect(page.getByLabel('Mật khẩu')).toBeVisible();
  });
});
