import { expect, sound, test } from './fixture.ts';

let made = 0;
const unique = () => `${process.pid}x${Date.now().toString(36)}${++made}`;
const phone = 'phone';

/** The first organisation of the demo's producer, and a product of it that no other project of this run answers for. */
const product = (project: string) => (project === phone ? 'Trà hoa vàng Suối Ngàn' : 'Cao ba kích Suối Ngàn');

test('a self-assessment saves itself, loses nothing when the connection drops, and lets two devices disagree openly', async ({
  page,
  as,
  context,
}, { project }) => {
  await as('chu-the');
  await page.goto('/workspace');
  await sound(page);
  await page.getByRole('link', { name: product(project.name), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(product(project.name));
  await page.getByRole('link', { name: 'Tự chấm sản phẩm' }).click();
  const begin = page.getByRole('button', { name: 'Bắt đầu tự chấm' });
  await expect(page.locator('form.sheet').or(begin)).toBeVisible();
  if (await begin.isVisible()) await begin.click();
  await expect(page.locator('#saving')).toHaveText('Đã lưu mọi câu trả lời.');
  await expect(page.locator('details[open]')).toContainText('Sổ đăng ký');
  await sound(page);
  const first = page.locator('fieldset.item').first().getByRole('radio');
  await first.nth(1).check();
  await expect(page.locator('#saving')).toHaveText('Đã lưu mọi câu trả lời.');

  // The connection drops: the answer stays on the device and is saved by itself once there is one.
  await context.setOffline(true);
  await first.nth(0).check();
  await expect(page.locator('#saving')).toContainText('Mất kết nối');
  await context.setOffline(false);
  await expect(page.locator('#saving')).toHaveText('Đã lưu mọi câu trả lời.');
  // Saving fails and the page is left: the answer comes back with it.
  await page.route(/assess\?\/save/, (route) => route.abort('internetdisconnected'));
  await first.nth(2).check();
  await expect(page.locator('#saving')).toContainText('Mất kết nối');
  await page.reload();
  await expect(first.nth(2)).toBeChecked();
  await page.unroute(/assess\?\/save/);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(page.locator('#saving')).toHaveText('Đã lưu mọi câu trả lời.');

  const other = await context.newPage();
  await other.goto(page.url());
  const there = other.locator('fieldset.item').first().getByRole('radio');
  await expect(there.nth(2)).toBeChecked();
  await there.nth(1).check();
  await expect(other.locator('#saving')).toHaveText('Đã lưu mọi câu trả lời.');
  await other.close();
  await first.nth(0).check();
  await expect(page.getByRole('alert')).toContainText('thiết bị khác');
  await sound(page);
  await page.getByRole('button', { name: 'Giữ câu trả lời của tôi' }).click();
  await expect(page.locator('#saving')).toHaveText('Đã lưu mọi câu trả lời.');
  await page.reload();
  await expect(first.nth(0)).toBeChecked();
});

test('a form of the workspace keeps what was typed and sends itself once there is a connection', async ({
  page,
  as,
  context,
}) => {
  const course = `Lớp ghi nhãn ${unique()}`;
  await as('chu-the');
  await page.goto('/workspace');
  await page.getByRole('link', { name: 'Thông tin đơn vị' }).click();
  await page.getByRole('link', { name: 'Thêm: Tập huấn đã tham gia' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thêm: Tập huấn đã tham gia');
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Nội dung tập huấn').fill(course);
  await page.reload(); // left and opened again
  await expect(page.getByLabel('Nội dung tập huấn')).toHaveValue(course);
  await page.getByLabel('Số người quản lý tham gia').fill('2');
  await page.getByLabel('Số người khác tham gia').fill('3');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Mất kết nối' })).toBeVisible();
  await expect(page.getByLabel('Nội dung tập huấn')).toHaveValue(course);
  await context.setOffline(false);
  await expect(page.getByRole('main')).toContainText('Đã lưu.');
  await expect(page.locator('#training')).toContainText(course);
  await expect(page.locator('#training')).toContainText('Chưa kiểm tra');
  await sound(page);
});

for (const script of [true, false]) {
  test.describe(script ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: script });

    test('an officer enters a contract, corrects it, and what was known before can be seen again', async ({
      page,
      as,
    }) => {
      const partner = `Nhóm hộ ${unique()}`;
      await as('can-bo-xa');
      await page.goto('/office/producers');
      await page.getByRole('link', { name: 'Hợp tác xã Dược liệu Suối Ngàn' }).click();
      await page.getByRole('link', { name: 'Thêm: Hợp đồng liên kết' }).click();
      await page.getByLabel('Bên cung cấp nguyên liệu').fill(partner);
      await page.getByLabel('Số lượng').fill('1.5');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.locator('#quantity-error')).toContainText('Chỉ nhập số nguyên');
      await expect(page.locator('#material-error')).toContainText('Chưa nhập');
      await expect(page.getByLabel('Bên cung cấp nguyên liệu')).toHaveValue(partner);
      if (script) await sound(page);
      await page.getByLabel('Số lượng').fill('1.500');
      await page.getByLabel('Nguyên liệu*', { exact: true }).fill('Ba kích tươi');
      await page.getByLabel('Từ ngày').fill('2026-01-15');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');
      if (script) await sound(page);

      await page.getByRole('link', { name: partner }).click();
      await page.getByLabel('Cách tính giá').fill('Giá sàn 40.000 đồng');
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.locator('#supply_contract')).toContainText('Giá sàn 40.000 đồng');
      await page.getByRole('link', { name: partner }).click();
      await expect(page.getByRole('main')).toContainText('Lần 2');
      if (script) await sound(page);
      await page.getByRole('link', { name: 'Hợp tác xã Dược liệu Suối Ngàn' }).click();
      await page.getByText('Xem tại một ngày').click();
      await page.getByLabel('Thông tin đúng vào ngày').fill('2026-01-14');
      await page.getByRole('button', { name: 'Xem', exact: true }).click();
      await expect(page.locator('#supply_contract')).not.toContainText(partner);
      await expect(page.getByRole('main')).toContainText('Đang xem thông tin đúng vào ngày 14/01/2026');
    });

    test('what an official checked changes by proposal: sent, asked, answered, accepted, told', async ({
      page,
      as,
    }) => {
      const number = `CK-${unique()}`;
      const issuer = `Trung tâm ${unique()} (minh họa)`;
      await as('chu-the');
      await page.goto('/workspace');
      await page.getByRole('link', { name: 'Thông tin đơn vị' }).click();
      await page.locator('#quality_system').getByRole('link', { name: 'Thêm' }).click();
      await page.getByRole('combobox', { name: /^Tiêu chuẩn/ }).selectOption('haccp');
      await page.getByLabel('Số, ký hiệu').fill(number);
      await page.getByRole('button', { name: 'Lưu' }).click();
      await expect(page.locator('#quality_system')).toContainText(number);
      const fact = page.locator('#quality_system .fact', { hasText: number });
      await expect(fact).toContainText('Chưa kiểm tra');
      const path = (await fact.getByRole('link').getAttribute('href'))!;

      await as('can-bo-xa');
      await page.goto(path.replace('/workspace', '/office'));
      await page.getByRole('button', { name: 'Xác nhận đã kiểm tra' }).click();
      await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');

      await as('chu-the');
      await page.goto(path);
      await expect(page.getByRole('main')).toContainText('Cán bộ đã kiểm tra');
      await page.getByLabel('Cơ quan cấp').fill(issuer);
      await page.getByLabel('Lý do đề nghị').first().fill('Bổ sung cơ quan cấp');
      if (script) await sound(page);
      await page.getByRole('button', { name: 'Gửi đề nghị' }).first().click();
      await expect(page.getByRole('main')).toContainText('Đã gửi đề nghị');
      await expect(page.locator('#quality_system')).not.toContainText(issuer);

      await as('can-bo-xa');
      await page.goto('/office');
      await page.getByRole('link', { name: /đề nghị đang chờ/ }).click();
      if (script) await sound(page);
      await page.locator('table.rows tbody tr').last().getByRole('link').click();
      await expect(page.getByRole('main')).toContainText('Bổ sung cơ quan cấp');
      await expect(page.getByRole('main')).toContainText(issuer);
      await page.getByRole('button', { name: 'Từ chối' }).click();
      await expect(page.locator('#reason-error')).toContainText('Chưa nhập');
      if (script) await sound(page);
      await page.getByRole('button', { name: 'Đồng ý' }).click();
      await expect(page).toHaveURL(/\/office\/proposals\?done=saved/);

      await as('chu-the');
      await page.goto('/workspace');
      await expect(page.getByRole('main')).toContainText('Đã đồng ý');
      await expect(page.getByRole('main')).toContainText('Cán bộ đã thay đổi');
      if (script) await sound(page);
    });
  });
}
