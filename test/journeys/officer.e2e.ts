import { expect, sound, test } from './fixture.ts';
import { origin } from './place.ts';

let made = 0;
/** A name that no other test uses, of letters only: the register corrects words, not digits. */
const unique = () => `${process.pid}x${Date.now().toString(36)}${++made}`;

for (const script of [true, false]) {
  test.describe(script ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: script });

    test('a commune officer enters a producer, a product and its recognition; the register shows it', async ({
      page,
      as,
      browser,
    }) => {
      const name = `Cao thử ${unique()}`;
      await as('can-bo-xa');
      await page.goto('/office');
      await page.getByRole('link', { name: 'Thêm chủ thể' }).click();
      await page.getByLabel('Loại hình chủ thể').selectOption('cooperative');
      await page.getByLabel('Tên', { exact: false }).first().fill(`HTX ${name}`);
      await page.getByLabel('Mã số thuế').fill('0100109107'); // its check digit is 6
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.locator('#tax_code-error')).toContainText('Chữ số kiểm tra không khớp');
      await expect(page.getByLabel('Tên', { exact: false }).first()).toHaveValue(`HTX ${name}`);
      if (script) await sound(page);
      await page.getByLabel('Mã số thuế').fill('');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(`HTX ${name}`);
      if (script) await sound(page);

      await page.getByRole('link', { name: 'Thêm sản phẩm' }).click();
      await page.getByLabel('Tên sản phẩm').fill(name);
      await page.getByLabel('Bộ sản phẩm').selectOption('12');
      await page.getByLabel('Giá').fill('120.000');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);

      await page.getByRole('link', { name: 'Ghi công nhận' }).click();
      await page.getByLabel('Hạng sao').selectOption('4');
      await page.getByLabel('Số quyết định').fill('1234/QĐ-UBND');
      await page.getByLabel('Ngày quyết định').fill('2026-10-01');
      await page.getByLabel('Phần A').fill('33,5');
      await page.getByLabel('Phần B').fill('20');
      await page.getByLabel('Phần C').fill('28,25');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.getByRole('main')).toContainText('Còn hiệu lực đến 01/10/2029');
      await expect(page.getByRole('main')).toContainText('81,75');
      if (script) await sound(page);

      // A stranger finds it at once, with the star and the code that the register gave.
      const stranger = await browser.newPage({ baseURL: origin });
      await stranger.goto(`/products?q=${encodeURIComponent(name)}`);
      await stranger.getByRole('link', { name }).click();
      await expect(stranger.getByRole('main')).toContainText('Còn hiệu lực đến 01/10/2029');
      await expect(stranger.getByRole('main')).toContainText(/22-06970-\d{2,}-2026/);
      await stranger.close();
    });

    test('two officers at once: the second is shown both values, and nothing is overwritten unseen', async ({
      page,
      as,
      request,
    }) => {
      const { items } = (await (await request.get('/api/v1/products?area=06970&limit=100')).json()) as {
        items: { id: string; origin: string; name: string }[];
      };
      const { id } = items.find((one) => one.origin === 'demo' && !one.name.startsWith('Cao thử'))!;
      const [first, second] = [unique(), unique()];
      await as('can-bo-tinh');
      await page.goto(`/office/products/${id}/edit`);
      const other = await page.context().newPage();
      await other.goto(`/office/products/${id}/edit`);
      await other.getByLabel('Quy cách').fill(first);
      await other.getByRole('button', { name: 'Lưu' }).click();
      await expect(other.getByRole('status').first()).toHaveText('Đã lưu.');
      await other.close();

      await page.getByLabel('Quy cách').fill(second);
      await page.getByRole('button', { name: 'Lưu' }).click();
      const alert = page.getByRole('alert');
      await expect(alert).toContainText('Bạn đã sửa nội dung này ở cửa sổ khác');
      await expect(alert).toContainText(first);
      await expect(alert).toContainText(second);
      if (script) await sound(page);
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.getByRole('main')).toContainText(second);
    });

    test('an old name offers what it became instead of guessing', async ({ page, as }) => {
      await as('can-bo-tinh');
      await page.goto('/office/producers/new');
      await page.getByLabel('Loại hình chủ thể').selectOption('household');
      await page.getByLabel('Tên', { exact: false }).first().fill(`Hộ ${unique()}`);
      await page.getByLabel('Xã, phường, đặc khu').fill('huyện Ba Chẽ');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.getByRole('group', { name: /hiện nay là/ })).toBeVisible();
      await page.getByLabel('Xã Lương Minh, Quảng Ninh').check();
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.getByRole('main')).toContainText('Lương Minh');
    });
  });
}

test('whoever has no right is refused: no button, no page, no write', async ({ page, as, request, context }) => {
  await page.goto('/office/products');
  await expect(page).toHaveURL(/\/sign-in\?to=/);
  const headers = { origin, accept: 'text/html' };
  const unknown = await request.post('/office/producers/new', { form: { name: 'x' }, headers, maxRedirects: 0 });
  expect(unknown.status()).toBe(303);

  await as('chu-the');
  expect((await page.goto('/office'))?.status()).toBe(403);
  await expect(page.getByText('Tài khoản của bạn không có quyền')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Đăng xuất' })).toBeVisible();

  await as('kiem-toan');
  await page.goto('/office/producers');
  await expect(page.getByRole('link', { name: 'Thêm chủ thể' })).toHaveCount(0);
  expect((await page.goto('/office/producers/new'))?.status()).toBe(403);
  const written = await context.request.post('/office/producers/new', {
    form: { kind: 'company', name: 'Không được', place: 'Ba Chẽ' },
    headers,
  });
  expect(written.status()).toBe(403);

  await as('can-bo-xa');
  const outside = (await (await request.get('/api/v1/products?state=valid&limit=100')).json()) as {
    items: { id: string; commune_id: string }[];
  };
  const { id } = outside.items.find(({ commune_id }) => commune_id !== '06970')!;
  await page.goto(`/office/products/${id}`);
  await expect(page.getByText('Nằm ngoài địa bàn bạn phụ trách')).toBeVisible();
  // What the office refuses, or does not have, it tells in its own frame, with the reason and the way back.
  for (const [path, status, says] of [
    [`/office/products/${id}/edit`, 403, 'Nằm ngoài địa bàn bạn phụ trách'],
    ['/office/khong-co-trang-nay', 404, 'Không tìm thấy'],
    ['/office/products/khong-co', 404, 'Không tìm thấy'],
  ] as const) {
    expect((await page.goto(path))?.status()).toBe(status);
    await expect(page.getByRole('main')).toContainText(says);
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Việc cần làm' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Về Phòng làm việc' })).toBeVisible();
    await sound(page);
  }

  const foreign = await context.request.post('/office/producers/new', {
    form: { name: 'x' },
    headers: { origin: 'https://elsewhere.example', accept: 'text/html' },
  });
  expect(foreign.status()).toBe(403);
  expect(await foreign.text()).toContain('được gửi từ một trang khác');
});

test('an administrator opens an account by a link that works once, and grants a role', async ({
  page,
  as,
  browser,
}) => {
  const name = `Người thử ${unique()}`;
  await as('quan-tri');
  await page.goto('/office/people/new');
  await page.getByLabel('Họ và tên').fill(name);
  await page.getByLabel('Số điện thoại hoặc thư điện tử').fill(`${unique()}@ocop.example`);
  await page.getByRole('button', { name: 'Mở tài khoản' }).click();
  const link = await page.locator('code').innerText();
  await sound(page);
  await page.getByRole('link', { name: 'Giao vai trò' }).click();
  const grant = page.locator('#grant');
  // The role first, then the one scope that it needs.
  const choose = async (role: string) => {
    await grant.getByLabel('Vai trò', { exact: false }).selectOption(role);
    await grant.getByRole('button', { name: 'Tiếp tục' }).click();
  };
  await choose('commune_officer');
  await expect(grant.getByLabel('Tỉnh, thành phố')).toHaveCount(0);
  await grant.getByRole('button', { name: 'Giao vai trò' }).click();
  await expect(page.locator('#place-error')).toContainText('Chưa nhập');
  await grant.getByLabel('Xã, phường, đặc khu').selectOption('06970');
  await sound(page);
  await grant.getByRole('button', { name: 'Giao vai trò' }).click();
  await expect(page.getByRole('main')).toContainText('Cán bộ xã · Ba Chẽ');

  // A producer is looked for without losing the role; one that does not exist is refused.
  await choose('producer_member');
  await grant.getByLabel(/^Tìm chủ thể/).fill('hợp tác xã');
  await grant.getByRole('button', { name: 'Tìm' }).click();
  await expect(grant).toContainText('Chủ thể – thành viên');
  await grant.locator('#organisation').selectOption({ index: 1 });
  const invented = await page.request.post(`${page.url().split('?')[0]}?/grant`, {
    form: { role: 'producer_member', organisation: '01a20dc8-58cf-7f1c-a8da-763de35c9539' },
    headers: { origin, accept: 'text/html' },
  });
  expect([invented.status(), await invented.text()]).toEqual([422, expect.stringContaining('Không có chủ thể này')]);
  await grant.getByRole('button', { name: 'Giao vai trò' }).click();
  await expect(page.getByRole('main')).toContainText('Chủ thể – thành viên ·');

  // A role ends only with its box ticked.
  const end = page.locator('details', { hasText: 'Kết thúc vai trò' }).first();
  await end.locator('summary').click();
  await end.getByRole('button', { name: 'Kết thúc vai trò' }).click();
  await expect(page.getByRole('alert')).toContainText('Xác nhận: Đánh dấu vào ô này');
  await end.getByLabel(/Tôi đã kiểm tra/).check();
  await end.getByRole('button', { name: 'Kết thúc vai trò' }).click();
  await expect(page.getByText('Vai trò trước đây')).toBeVisible();

  const person = await browser.newPage();
  await person.goto(link);
  await person.getByLabel('Mật khẩu').fill('ngắn');
  await person.getByRole('button', { name: 'Lưu mật khẩu' }).click();
  await expect(person.getByText('ít nhất 10 ký tự').first()).toBeVisible();
  await person.getByLabel('Mật khẩu').fill('một câu dài dễ nhớ');
  await person.getByRole('button', { name: 'Lưu mật khẩu' }).click();
  await expect(person.getByText('Đã lưu mật khẩu')).toBeVisible();
  // A spent link says so at once; no password is asked for.
  const again = await person.goto(link);
  expect(again?.headers()['cache-control']).toContain('no-store');
  await expect(person.getByText('đã được sử dụng hoặc đã hết hạn')).toBeVisible();
  await expect(person.getByLabel('Mật khẩu')).toHaveCount(0);
  await person.close();
});

test('a commune officer’s lists open on the own commune, and one link shows all', async ({ page, as }) => {
  await as('can-bo-xa');
  for (const list of ['products', 'producers', 'recognitions']) {
    await page.goto(`/office/${list}`);
    await expect(page.getByLabel('Xã, phường, đặc khu')).toHaveValue('06970');
    await expect(page.getByText('địa bàn bạn phụ trách')).toBeVisible();
    const own = await page.locator('table.rows tbody tr').count();
    await sound(page);
    await page.getByRole('link', { name: 'Xem tất cả' }).click();
    await expect(page.getByLabel('Xã, phường, đặc khu')).toHaveValue('');
    expect(await page.locator('table.rows tbody tr').count()).toBeGreaterThan(own);
  }
});

test('a page beyond the end of a list is told as such; an impossible day stays in its field', async ({ page, as }) => {
  await as('quan-tri');
  for (const list of ['products', 'producers', 'recognitions', 'people']) {
    await page.goto(`/office/${list}?page=99`);
    await expect(page.getByRole('main')).toContainText('Danh sách không có trang 99.');
    await page.getByRole('link', { name: 'Về trang đầu' }).click();
    await expect(page.locator('table.rows')).toBeVisible();
  }
  await page.goto('/office/log?from=2026-02-31');
  await expect(page.locator('#from')).toHaveValue('2026-02-31');
  await expect(page.locator('#from-error')).toContainText('Ngày không hợp lệ');
});

test('the log names people, and leads only to whom this person may open', async ({ page, as }) => {
  for (const officer of ['can-bo-xa', 'can-bo-tinh'] as const) {
    await as(officer);
    await page.goto('/office/log?type=role.granted');
    for (const link of await page.locator('table.rows a[href*="/office/people/"]').all())
      expect((await page.request.get((await link.getAttribute('href'))!)).status()).toBe(200);
  }
});

test('an old district tells the communes of today', async ({ page, as }) => {
  await as('can-bo-tinh');
  await page.goto('/office/areas/201~2025');
  await expect(page.getByRole('main').getByRole('link', { name: 'Xã Quảng Hà' })).toBeVisible();
});

test('whoever belongs to a producer lands in the workspace: own products, a sheet to try, a way out', async ({
  page,
}) => {
  await page.goto('/sign-in');
  await page.getByLabel('Số điện thoại hoặc thư điện tử').fill('thanh-vien-htx@ocop.example');
  await page.getByLabel('Mật khẩu').fill('minh hoa ocop');
  await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page).toHaveURL(/\/workspace$/);
  await sound(page);
  expect(await page.getByRole('article').count()).toBeGreaterThan(0);
  await expect(page.getByRole('link', { name: 'Chấm thử sản phẩm' })).toBeVisible();
  await page.getByRole('link', { name: 'Xem trang công khai' }).first().click();
  await expect(page).toHaveURL(/\/producers\//);
  await page.getByRole('link', { name: 'Trang chủ thể' }).click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.goto('/workspace');
  await expect(page).toHaveURL(/\/sign-in\?to=/);
});

test('the workspace is for producers alone', async ({ page, as }) => {
  await as('can-bo-tinh');
  expect((await page.goto('/workspace'))?.status()).toBe(403);
});
